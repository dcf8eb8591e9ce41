// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/histogram_view.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr double figuresWidth = 190;
constexpr double axisHeight = 18;

} // namespace

HistogramView::HistogramView(QWidget* parent)
    : QWidget(parent) {
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void HistogramView::say(const QString& text) {
    m_histogram.reset();
    m_text = text;
    setAccessibleDescription(text);
    update();
}

void HistogramView::setHistogram(TensorHistogram histogram) {
    m_text.clear();
    m_histogram = std::move(histogram);
    setAccessibleDescription(
        tr("from %1 to %2, mean %3")
            .arg(numberText(m_histogram->minimum), numberText(m_histogram->maximum), numberText(m_histogram->mean)));
    update();
}

void HistogramView::drawBars(QPainter& painter, const QRectF& area) const {
    const theme::Tokens& t = theme::current();
    const auto& counts = m_histogram->counts;
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(t.ink2);
    const QRectF axis(area.left(), area.bottom() - axisHeight, area.width(), axisHeight);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignBottom, numberText(m_histogram->minimum));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignBottom, numberText(m_histogram->maximum));
    const QRectF bars = area.adjusted(0, 0, 0, -axisHeight);
    const double range = m_histogram->maximum - m_histogram->minimum;
    if (m_histogram->minimum < 0 && m_histogram->maximum > 0) {
        const double zero = bars.left() - m_histogram->minimum / range * bars.width();
        painter.setPen(QPen(t.strong, 1, Qt::DashLine));
        painter.drawLine(QPointF(zero, bars.top()), QPointF(zero, bars.bottom() + 3));
        painter.setPen(t.ink2);
        const bool hasRoom = zero > axis.left() + 70 && zero < axis.right() - 70;
        if (hasRoom)
            painter.drawText(QRectF(zero - 20, axis.top(), 40, axis.height()), Qt::AlignHCenter | Qt::AlignBottom,
                             QStringLiteral("0"));
    }
    const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
    const double step = bars.width() / static_cast<double>(counts.size());
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0)
            continue;
        // A single value stays visible beside millions.
        const double height = std::max(1.0, static_cast<double>(counts[i]) / most * (bars.height() - 2));
        painter.drawRect(QRectF(bars.left() + static_cast<double>(i) * step, bars.bottom() - height,
                                std::max(1.0, step - 1), height));
    }
    painter.fillRect(QRectF(bars.left(), bars.bottom(), bars.width(), 1), t.control);
}

void HistogramView::drawFigures(QPainter& painter, const QRectF& area) const {
    const theme::Tokens& t = theme::current();
    const QLocale locale;
    struct Line {
        QString label;
        QString value;
    };
    std::vector<Line> lines{{tr("values"), locale.toString(static_cast<qlonglong>(m_histogram->valueCount))},
                            {tr("mean"), numberText(m_histogram->mean)},
                            {tr("standard deviation"), numberText(m_histogram->deviation)},
                            {tr("zeros"), locale.toString(static_cast<qlonglong>(m_histogram->zeroCount))}};
    if (m_histogram->notFiniteCount > 0)
        lines.push_back({tr("not finite"), locale.toString(static_cast<qlonglong>(m_histogram->notFiniteCount))});
    painter.setFont(theme::font(theme::Role::Secondary));
    QRectF row(area.left(), area.top(), area.width(), 20);
    for (const Line& line : lines) {
        painter.setPen(t.ink2);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, line.label);
        painter.setPen(t.ink);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
        row.translate(0, 20);
    }
}

void HistogramView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_histogram || m_histogram->counts.empty()) {
        painter.setFont(theme::font(theme::Role::Body));
        painter.setPen(theme::current().ink2);
        const QString text = m_histogram ? tr("This tensor holds no finite value.") : m_text;
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    const QRectF area = QRectF(rect()).adjusted(0, 2, 0, -2);
    drawBars(painter, area.adjusted(0, 0, -figuresWidth - theme::metric::outer, 0));
    drawFigures(painter, QRectF(area.right() - figuresWidth, area.top(), figuresWidth, area.height()));
}

} // namespace triptych::widgets
