// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/range_bar.h"

#include <QPainter>
#include <QPainterPath>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double barHeight = 9;
constexpr int tickCount = 5;

} // namespace

RangeBar::RangeBar(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison) {
    setFixedHeight(56);
    connect(&comparison, &Comparison::changed, this, [this] {
        setAccessibleDescription(sentence());
        setToolTip(sentence());
        update();
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

QString RangeBar::sentence() const {
    const bool shared = m_comparison.range() == Comparison::Range::Shared;
    const QString range = shared ? tr("One range for all %n cells", nullptr, m_comparison.count())
                          : m_comparison.isRangeChosen() ? tr("Each cell has its own range, from 0 to its maximum")
                                                         : tr("Each cell has its own range, as one outshines the rest");
    const QString scale = m_comparison.scale() == MapScale::Raw
                              ? tr("raw values")
                              : tr("relative to an even map; raw sum and maximum stand above each cell");
    return tr("%1: %2", "range, what the values are").arg(range, scale);
}

void RangeBar::drawBar(QPainter& painter, const QRectF& bar) const {
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(bar, theme::metric::barRadius, theme::metric::barRadius);
    painter.setClipPath(shape);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (m_comparison.sharedEnd() > 0)
        painter.drawImage(bar, plot::colourRamp(m_comparison.colourMap()));
    else
        painter.fillPath(shape, theme::current().groove);
    painter.restore();
}

void RangeBar::drawTicks(QPainter& painter, const QRectF& bar) const {
    const bool shared = m_comparison.range() == Comparison::Range::Shared;
    const bool diverging = picture::isDiverging(m_comparison.colourMap());
    const double end = static_cast<double>(m_comparison.sharedEnd());
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    for (int tick = 0; tick < tickCount; ++tick) {
        const double share = tick / (tickCount - 1.0);
        const bool isEnd = tick == 0 || tick == tickCount - 1;
        if (!shared && !isEnd)
            continue;
        const QString value = shared      ? numberText(diverging ? (2 * share - 1) * end : share * end)
                              : tick == 0 ? (diverging ? tr("−max", "end of a range") : numberText(0))
                                          : tr("max of the cell");
        const QRectF box(bar.left() + share * bar.width() - 60, bar.bottom() + 3, 120, 15);
        const QRectF place = tick == 0               ? QRectF(bar.left(), box.top(), 120, 15)
                             : tick == tickCount - 1 ? QRectF(bar.right() - 120, box.top(), 120, 15)
                                                     : box;
        painter.drawText(place,
                         (tick == 0               ? Qt::AlignLeft
                          : tick == tickCount - 1 ? Qt::AlignRight
                                                  : Qt::AlignHCenter) |
                             Qt::AlignVCenter,
                         value);
    }
}

void RangeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0, 4, width(), barHeight);
    drawBar(painter, bar);
    if (m_comparison.sharedEnd() > 0)
        drawTicks(painter, bar);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink);
    painter.drawText(QRectF(0, 34, width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(sentence(), Qt::ElideRight, width()));
}

} // namespace triptych::widgets
