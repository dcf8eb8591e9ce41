// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QQuaternion>
#include <QSizeF>
#include <QVector3D>

namespace triptych::scene {

// Where a cloud of points is seen from: in perspective, turned around its centre. A flat layout is seen from the front,
// where perspective changes nothing. Painter and VTK share it, so that both agree on every pixel.
class MapCamera {
public:
    static constexpr double viewAngleDegrees = 30; // from the lower to the upper edge

    struct Seen {
        QPointF at;       // px; y goes down
        double depth = 0; // distance from the eye's plane; not above 0: behind the eye
    };

    // Sees a whole ball from the present side.
    void fit(const QVector3D& centre, double radius, const QSizeF& view);
    void turn(const QPointF& pixels);
    void pan(const QPointF& pixels, const QSizeF& view);
    // Above 1 comes nearer; what lies under `at` stays there.
    void zoom(double factor, const QPointF& at, const QSizeF& view);
    void lookFromFront() { m_rotation = {}; }

    [[nodiscard]] Seen see(const QVector3D& point, const QSizeF& view) const;
    // Of a length that faces the eye at this depth.
    [[nodiscard]] double pixelsPerUnit(double depth, const QSizeF& view) const;

    [[nodiscard]] QVector3D eye() const;
    [[nodiscard]] QVector3D up() const;
    [[nodiscard]] const QVector3D& centre() const { return m_centre; }
    [[nodiscard]] const QQuaternion& rotation() const { return m_rotation; }
    [[nodiscard]] double distance() const { return m_distance; }

private:
    QVector3D m_centre;
    QQuaternion m_rotation; // from the world to the eye's axes
    double m_distance = 4;
};

} // namespace triptych::scene
