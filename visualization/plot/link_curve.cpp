// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/plot/link_curve.h"

#include <QLineF>
#include <QLinearGradient>
#include <QPainter>
#include <QPen>
#include <array>
#include <vector>

namespace triptych::plot {

namespace {
constexpr double casingWidth = 6;
constexpr double tension = 0.42; // of the distance between the ends
constexpr double dotWidth = 1.8;
constexpr double dotLength = 0.2; // without its ends
constexpr double dotDistance = 5;

using Cubic = std::array<QPointF, 4>;

Cubic cubicOf(const LinkCurve& curve) {
    const double pull = tension * QLineF(curve.from, curve.to).length();
    return {curve.from, curve.from + curve.fromDirection * pull, curve.to + curve.toDirection * pull, curve.to};
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

QPointF pointOn(const Cubic& cubic, double t) {
    const double s = 1 - t;
    return s * s * s * cubic[0] + 3 * s * s * t * cubic[1] + 3 * s * t * t * cubic[2] + t * t * t * cubic[3];
}

// Straight pieces of which a curve looks round. Qt fills each of them at once; the outline of a whole long curve it
// begins again and again, with more memory every time.
std::vector<QLineF> piecesOf(const LinkCurve& curve) {
    constexpr int pieces = 64;
    const Cubic cubic = cubicOf(curve);
    std::vector<QLineF> lines;
    lines.reserve(pieces);
    for (int i = 0; i < pieces; ++i)
        lines.emplace_back(pointOn(cubic, static_cast<double>(i) / pieces),
                           pointOn(cubic, static_cast<double>(i + 1) / pieces));
    return lines;
}

// Evenly along the curve.
std::vector<QLineF> dotsOn(const LinkCurve& curve) {
    std::vector<QLineF> dots;
    double left = 0; // to the next dot
    for (const QLineF& piece : piecesOf(curve)) {
        const double length = piece.length();
        for (; left < length; left += dotDistance)
            dots.emplace_back(piece.pointAt(left / length), piece.pointAt((left + dotLength) / length));
        left -= length;
    }
    return dots;
}

void drawLines(QPainter& painter, const std::vector<QLineF>& lines, const QBrush& ink, double width,
               Qt::PenCapStyle cap) {
    painter.setPen(QPen(ink, width, Qt::SolidLine, cap));
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

// A band along the curve with round ends. Where ink is not opaque, pieces that overlap would show.
void drawBand(QPainter& painter, const LinkCurve& curve, const QBrush& ink, double width) {
    if (!ink.isOpaque())
        return painter.strokePath(pathOf(curve), QPen(ink, width, Qt::SolidLine, Qt::RoundCap));
    drawLines(painter, piecesOf(curve), ink, width, Qt::SquareCap);
}

} // namespace

QPainterPath pathOf(const LinkCurve& curve) {
    const Cubic cubic = cubicOf(curve);
    QPainterPath path(cubic[0]);
    path.cubicTo(cubic[1], cubic[2], cubic[3]);
    return path;
}

double reachOf(const LinkCurve& curve) {
    return qMax(casingWidth, curve.width) / 2 + 1;
}

void drawCasing(QPainter& painter, const LinkCurve& curve, const QColor& casing) {
    drawBand(painter, curve, casing, casingWidth);
}

void drawCurve(QPainter& painter, const LinkCurve& curve) {
    if (curve.dotted)
        drawLines(painter, dotsOn(curve), inkOf(curve), dotWidth, Qt::SquareCap);
    else
        drawBand(painter, curve, inkOf(curve), curve.width);
}

} // namespace triptych::plot
