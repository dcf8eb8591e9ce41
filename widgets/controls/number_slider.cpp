// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/number_slider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "widgets/theme/theme.h"

namespace triptych::widgets {

NumberSlider::NumberSlider(QWidget* parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_label(new QLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_label);
    m_label->setFont(theme::font(theme::Role::Secondary));
    m_label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_label->setMinimumWidth(44);
    m_slider->setMinimumHeight(theme::metric::control);
    setFocusProxy(m_slider);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        refreshLabel();
        Q_EMIT changed(value);
    });
}

void NumberSlider::setRange(int minimum, int maximum) {
    const QSignalBlocker blocker(m_slider);
    m_slider->setRange(minimum, maximum);
    m_slider->setPageStep(std::max(1, (maximum - minimum) / 10));
    refreshLabel();
}

int NumberSlider::value() const {
    return m_slider->value();
}

void NumberSlider::setValue(int value) {
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(value);
    refreshLabel();
}

void NumberSlider::setFormat(std::function<QString(int)> format) {
    m_format = std::move(format);
    refreshLabel();
}

void NumberSlider::refreshLabel() {
    const int value = m_slider->value();
    m_label->setText(m_format ? m_format(value) : QLocale().toString(value));
}

} // namespace triptych::widgets
