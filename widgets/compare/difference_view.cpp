// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/difference_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/compare/compare_cell.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double legendHeight = 62;
// A few extreme cells must not wash out the rest: the colours end where so many of the cells lie.
constexpr double clipQuantile = 0.98;

float clipOf(const FloatArray& map) {
    std::vector<float> sizes;
    for (const float value : map.values())
        sizes.push_back(std::abs(value));
    if (sizes.empty())
        return 0;
    const auto at = static_cast<std::ptrdiff_t>(clipQuantile * static_cast<double>(sizes.size() - 1));
    std::nth_element(sizes.begin(), sizes.begin() + at, sizes.end());
    const float quantile = sizes[static_cast<std::size_t>(at)];
    return quantile > 0 ? quantile : *std::max_element(sizes.begin(), sizes.end());
}

} // namespace

DifferenceView::DifferenceView(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison) {
    setMouseTracking(true);
    connect(&comparison, &Comparison::changed, this, &DifferenceView::refresh);
    connect(&comparison, &Comparison::viewChanged, this, qOverload<>(&QWidget::update));
    connect(&comparison, &Comparison::hoverChanged, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void DifferenceView::refresh() {
    const numerics::MapPair pair = m_comparison.pair(m_comparison.first(), m_comparison.second());
    m_wasSpread = pair.wasSpread;
    m_difference = pair.empty() ? FloatArray() : numerics::difference(pair.a, pair.b);
    m_clip = clipOf(m_difference);
    const auto first = static_cast<std::size_t>(std::max(0, m_comparison.first()));
    const auto result = first < m_comparison.cells().size() ? m_comparison.cells()[first].result : nullptr;
    if (result != m_drawn) {
        m_drawn = result;
        m_grey = result ? plot::toImage(result->inputs.picture).convertToFormat(QImage::Format_Grayscale8) : QImage();
    }
    update();
}

QRectF DifferenceView::pictureArea() const {
    return QRectF(0, 0, width(), height() - legendHeight);
}

QRectF DifferenceView::pictureRect() const {
    return m_comparison.view().pictureRect(m_grey.size(), pictureArea());
}

void DifferenceView::drawPicture(QPainter& painter) const {
    const QRectF whole = pictureRect();
    const QRectF seen = whole.intersected(pictureArea());
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(seen, theme::metric::radius, theme::metric::radius);
    painter.setClipPath(shape);
    painter.drawImage(whole, m_grey);
    // A spread map covers the whole picture; one that was not lies where its patches are.
    const QRectF area = m_wasSpread ? whole : plot::gridRect(m_drawn->inputs.patchGrid, m_drawn->inputs.picture, whole);
    if (m_difference.rank() == 2)
        painter.drawImage(area, cell_drawing::heatImage(m_difference, picture::ColourMap::BlueWhiteRed, m_clip, area,
                                                        devicePixelRatioF()));
    if (m_comparison.hover())
        cell_drawing::drawCross(painter, {whole.x() + m_comparison.hover()->x() * whole.width(),
                                          whole.y() + m_comparison.hover()->y() * whole.height()});
    painter.restore();
}

void DifferenceView::drawLabels(QPainter& painter, double top) const {
    const numerics::MapSummary summary = numerics::summarise(m_difference.values());
    const QString a = CompareCell::letter(m_comparison.first());
    const QString b = CompareCell::letter(m_comparison.second());
    const QString clip = numberText(static_cast<double>(m_clip));
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const QRectF line(0, top, width(), 16);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, tr("≤ −%1, %2 more", "clip, letter").arg(clip, b));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, tr("%2 more, ≥ +%1", "clip, letter").arg(clip, a));
    const QRectF next = line.translated(0, 18);
    painter.setPen(theme::current().ink);
    // Shares sum to the same on both sides, but for the last digits.
    const double sum = std::abs(summary.sum) < 1e-6 ? 0 : summary.sum;
    painter.drawText(next, Qt::AlignLeft | Qt::AlignVCenter,
                     tr("raw min %1   max %2   sum %3")
                         .arg(signedNumberText(static_cast<double>(summary.minimum)),
                              signedNumberText(static_cast<double>(summary.maximum)), signedNumberText(sum)));
}

void DifferenceView::drawLegend(QPainter& painter) const {
    const QRectF bar(0, height() - legendHeight + 10, width(), 9);
    painter.save();
    QPainterPath shape;
    shape.addRoundedRect(bar, theme::metric::barRadius, theme::metric::barRadius);
    painter.setClipPath(shape);
    if (m_clip > 0)
        painter.drawImage(bar, plot::colourRamp(picture::ColourMap::BlueWhiteRed));
    else
        painter.fillPath(shape, theme::current().groove);
    painter.restore();
    painter.fillRect(QRectF(bar.center().x() - 0.75, bar.top() - 2, 1.5, bar.height() + 4), theme::current().ink);
    drawLabels(painter, bar.bottom() + 4);
}

void DifferenceView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (m_difference.empty()) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Click a cell to make it A, shift-click another: their difference is drawn here as soon as "
                            "both have a map of the same modality."));
        return;
    }
    if (!m_grey.isNull())
        drawPicture(painter);
    else
        painter.drawImage(pictureArea(), plot::mapImage(m_difference, picture::ColourMap::BlueWhiteRed, m_clip));
    drawLegend(painter);
}

void DifferenceView::mouseMoveEvent(QMouseEvent* event) {
    const QRectF whole = pictureRect();
    if (!whole.contains(event->position()))
        return m_comparison.setHover(std::nullopt);
    m_comparison.setHover(QPointF((event->position().x() - whole.x()) / whole.width(),
                                  (event->position().y() - whole.y()) / whole.height()));
}

void DifferenceView::leaveEvent(QEvent*) {
    m_comparison.setHover(std::nullopt);
}

} // namespace triptych::widgets
