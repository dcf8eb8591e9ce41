// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/softmax_view.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/controls/number_slider.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

// The slider counts hundredths of a decade from 0.001 to 10.
constexpr double lowestPower = -3;
constexpr int temperatureSteps = 400;
constexpr int header = 32;
constexpr int caption = 20;

double temperatureAt(int step) {
    return std::pow(10.0, lowestPower + step / 100.0);
}

} // namespace

SoftmaxView::SoftmaxView(Retrieval& retrieval, QWidget* parent)
    : QWidget(parent)
    , m_retrieval(retrieval)
    , m_label(new QLabel)
    , m_slider(new NumberSlider) {
    setMinimumSize(140, 110);
    auto* row = new QHBoxLayout;
    row->addWidget(m_label);
    row->addWidget(m_slider, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addLayout(row);
    column->addStretch();
    setInk(m_label, InkRole::Ink2);
    m_slider->setRange(0, temperatureSteps);
    m_slider->setFormat([](int step) { return numberText(temperatureAt(step)); });
    m_slider->setValue(qRound((std::log10(retrieval.temperature()) - lowestPower) * 100));
    connect(m_slider, &NumberSlider::changed, this,
            [this](int step) { m_retrieval.setTemperature(temperatureAt(step)); });
    connect(&retrieval, &Retrieval::changed, this, qOverload<>(&QWidget::update));
    connect(&retrieval, &Retrieval::temperatureChanged, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void SoftmaxView::paintEvent(QPaintEvent*) {
    const std::vector<double> shares = m_retrieval.probabilities();
    if (shares.empty())
        return;
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF plot(0, header + 8, width(), height() - header - 8 - caption);
    const double step = plot.width() / static_cast<double>(shares.size());
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        // Heights are shares of the largest, so that a flat softmax still shows its shape; the caption has the value.
        const double tall = plot.height() * shares[i] / shares.front();
        painter.setBrush(i == 0 ? tokens.accent : tokens.strong);
        painter.drawRoundedRect(
            QRectF(plot.left() + step * static_cast<double>(i), plot.bottom() - tall, std::max(2.0, step - 3), tall), 2,
            2);
    }
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), tokens.line);
    painter.setPen(tokens.ink2);
    painter.setFont(theme::font(theme::Role::Hint));
    const QString words =
        tr("softmax over these %1 hits, first has %2").arg(shares.size()).arg(numberText(shares.front()));
    const QString brief = tr("first has %1").arg(numberText(shares.front()));
    const bool fits = painter.fontMetrics().horizontalAdvance(words) <= width();
    painter.drawText(QRectF(0, plot.bottom() + 2, width(), caption), Qt::AlignLeft | Qt::AlignVCenter,
                     fits ? words : brief);
}

void SoftmaxView::retranslate() {
    m_label->setText(tr("Temperature"));
    setAccessibleName(tr("Probabilities of the hits"));
}

void SoftmaxView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
