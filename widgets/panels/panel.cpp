// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "widgets/controls/elided_label.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace metric = theme::metric;

MarkLabel::MarkLabel(Modality modality, QWidget* parent)
    : QWidget(parent)
    , m_modality(modality) {
    setFixedSize(sizeHint());
}

void MarkLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    theme::drawMark(painter, m_modality, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void setInk(QLabel* label, InkRole role) {
    constexpr const char* property = "inkRole";
    const auto apply = [label] {
        const theme::Tokens& tokens = theme::current();
        const auto ink = static_cast<InkRole>(label->property(property).toInt());
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, ink == InkRole::Ink    ? tokens.ink
                                               : ink == InkRole::Ink2 ? tokens.ink2
                                                                      : tokens.ink3);
        label->setPalette(palette);
    };
    const bool isNew = !label->property(property).isValid();
    label->setProperty(property, static_cast<int>(role));
    apply();
    if (isNew)
        QObject::connect(&theme::notifier(), &theme::Notifier::changed, label, apply);
}

void setTip(QWidget* widget, const QString& tip) {
    widget->setToolTip(tip);
    widget->setAccessibleName(tip);
}

Panel::Panel(std::optional<Modality> modality, QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_facts(new ElidedLabel(1))
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    auto* header = new QWidget;
    header->setFixedHeight(metric::dockHeader);
    header->setLayout(m_header);
    m_header->setContentsMargins(14, 0, metric::inner, 0);
    m_header->setSpacing(metric::inner);
    if (modality)
        m_header->addWidget(new MarkLabel(*modality));
    m_title->setFont(theme::font(theme::Role::DockTitle));
    m_facts->setFont(theme::font(theme::Role::Secondary));
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setInk(m_title, InkRole::Ink);
    setInk(m_facts, InkRole::Ink2);
    m_header->addWidget(m_title);
    m_header->addWidget(m_facts, 1);
    layout->addWidget(header);
    m_body->setContentsMargins(14, 4, 14, metric::inner);
    m_body->setSpacing(metric::inner);
    layout->addLayout(m_body, 1);

    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void Panel::setTitle(const QString& title) {
    m_title->setText(title.toUpper());
    setAccessibleName(title);
}

void Panel::setFacts(const QString& facts) {
    m_facts->setText(facts);
    m_facts->setToolTip(facts);
}

void Panel::addToHeader(QWidget* widget) {
    m_header->addWidget(widget);
}

QToolButton* Panel::addTool(const QString& icon) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setIconSize({14, 14});
    button->setAutoRaise(true);
    button->setFixedSize(metric::compact, metric::compact);
    addToHeader(button);
    return button;
}

void Panel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Panel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme::current().panel);
}

} // namespace triptych::widgets
