// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/link_curve.h"

#include <QLineF>
#include <QLinearGradient>
#include <QPainter>
#include <QPen>
#include <algorithm>
#include <array>

namespace triptych::plot {

namespace {
constexpr double casingWidth = 6;
constexpr double tension = 0.42; // of the distance between the ends
constexpr int halvings = 4;      // of a curve into the pieces that have a box each

using Cubic = std::array<QPointF, 4>;

Cubic cubicOf(const LinkCurve& curve) {
    const double pull = tension * QLineF(curve.from, curve.to).length();
    return {curve.from, curve.from + curve.fromDirection * pull, curve.to + curve.toDirection * pull, curve.to};
}

// A curve lies within the hull of its points; de Casteljau's construction gives those of its halves.
void addBoxes(QRegion& region, const Cubic& cubic, double margin, int splits) {
    if (splits == 0) {
        const auto [left, right] = std::ranges::minmax(cubic, {}, &QPointF::x);
        const auto [top, bottom] = std::ranges::minmax(cubic, {}, &QPointF::y);
        region += QRectF(QPointF(left.x(), top.y()), QPointF(right.x(), bottom.y()))
                      .adjusted(-margin, -margin, margin, margin)
                      .toAlignedRect();
        return;
    }
    const QPointF outer[]{(cubic[0] + cubic[1]) / 2, (cubic[1] + cubic[2]) / 2, (cubic[2] + cubic[3]) / 2};
    const QPointF inner[]{(outer[0] + outer[1]) / 2, (outer[1] + outer[2]) / 2};
    const QPointF middle = (inner[0] + inner[1]) / 2;
    addBoxes(region, {cubic[0], outer[0], inner[0], middle}, margin, splits - 1);
    addBoxes(region, {middle, inner[1], outer[2], cubic[3]}, margin, splits - 1);
}

// A gradient of one colour is painted several times slower than the colour.
QBrush inkOf(const LinkCurve& curve) {
    if (curve.fromColour == curve.toColour)
        return curve.fromColour;
    QLinearGradient blend(curve.from, curve.to);
    blend.setColorAt(0, curve.fromColour);
    blend.setColorAt(1, curve.toColour);
    return blend;
}

} // namespace

QPainterPath pathOf(const LinkCurve& curve) {
    const Cubic cubic = cubicOf(curve);
    QPainterPath path(cubic[0]);
    path.cubicTo(cubic[1], cubic[2], cubic[3]);
    return path;
}

QRegion reachOf(const LinkCurve& curve) {
    QRegion region;
    addBoxes(region, cubicOf(curve), qMax(casingWidth, curve.width) / 2 + 1, halvings);
    return region;
}

void drawCasing(QPainter& painter, const LinkCurve& curve, const QColor& casing) {
    painter.strokePath(pathOf(curve), QPen(casing, casingWidth, Qt::SolidLine, Qt::RoundCap));
}

void drawCurve(QPainter& painter, const LinkCurve& curve) {
    QPen pen(inkOf(curve), curve.width, Qt::SolidLine, Qt::RoundCap);
    if (curve.dotted) {
        pen.setWidthF(2);
        pen.setDashPattern({0.1, 2.4});
    }
    painter.strokePath(pathOf(curve), pen);
}

} // namespace triptych::plot
