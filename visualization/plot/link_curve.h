// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPointF>

class QPainter;

namespace triptych::plot {

// A curve that leaves one thing and reaches another, blended from hue to hue.
struct LinkCurve {
    QPointF from;
    QPointF fromDirection; // unit vectors: where the curve leaves, and from where it arrives
    QPointF to;
    QPointF toDirection;
    QColor fromColour;
    QColor toColour;
    double width = 2.5;
    bool dotted = false;
};

[[nodiscard]] QPainterPath pathOf(const LinkCurve& curve);
// Distance from the line that the painted curve may reach, casing included.
[[nodiscard]] double reachOf(const LinkCurve& curve);

// The band of 6 px in which a curve reads on any ground.
void drawCasing(QPainter& painter, const LinkCurve& curve, const QColor& casing);
void drawCurve(QPainter& painter, const LinkCurve& curve);

} // namespace triptych::plot
