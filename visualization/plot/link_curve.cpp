// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/link_curve.h"

#include <QLineF>
#include <QLinearGradient>
#include <QPainter>
#include <QPen>

namespace triptych::plot {

namespace {
constexpr double casingWidth = 6;
constexpr double tension = 0.42; // of the distance between the ends
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
    const double pull = tension * QLineF(curve.from, curve.to).length();
    QPainterPath path(curve.from);
    path.cubicTo(curve.from + curve.fromDirection * pull, curve.to + curve.toDirection * pull, curve.to);
    return path;
}

double reachOf(const LinkCurve& curve) {
    return qMax(casingWidth, curve.width) / 2 + 1;
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
