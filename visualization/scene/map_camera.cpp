// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/scene/map_camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::scene {
namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double smallestRadius = 1e-6;

double halfAngleTangent() {
    return std::tan(MapCamera::viewAngleDegrees / 2 * std::numbers::pi / 180);
}

} // namespace

void MapCamera::fit(const QVector3D& centre, double radius, const QSizeF& view) {
    m_centre = centre;
    const double shorter = std::min(1.0, view.width() / std::max(1.0, view.height()));
    m_distance = std::max(radius, smallestRadius) / (halfAngleTangent() * std::max(shorter, 0.1));
}

void MapCamera::turn(const QPointF& pixels) {
    const auto around = [](float x, float y, double pixels) {
        return QQuaternion::fromAxisAndAngle(x, y, 0, static_cast<float>(pixels * degreesPerPixel));
    };
    m_rotation = (around(0, 1, pixels.x()) * around(1, 0, pixels.y()) * m_rotation).normalized();
}

void MapCamera::pan(const QPointF& pixels, const QSizeF& view) {
    const double scale = pixelsPerUnit(m_distance, view);
    const QVector3D shift(static_cast<float>(-pixels.x() / scale), static_cast<float>(pixels.y() / scale), 0);
    m_centre += m_rotation.inverted().rotatedVector(shift);
}

void MapCamera::zoom(double factor, const QPointF& at, const QSizeF& view) {
    const QPointF fromMiddle = at - QPointF(view.width() / 2, view.height() / 2);
    pan(-fromMiddle, view);
    m_distance /= factor;
    pan(fromMiddle, view);
}

MapCamera::Seen MapCamera::see(const QVector3D& point, const QSizeF& view) const {
    const QVector3D turned = m_rotation.rotatedVector(point - m_centre);
    const double depth = m_distance - static_cast<double>(turned.z());
    if (depth <= 0)
        return {{}, depth};
    const double scale = pixelsPerUnit(depth, view);
    return {{view.width() / 2 + scale * static_cast<double>(turned.x()),
             view.height() / 2 - scale * static_cast<double>(turned.y())},
            depth};
}

double MapCamera::pixelsPerUnit(double depth, const QSizeF& view) const {
    return view.height() / (2 * depth * halfAngleTangent());
}

QVector3D MapCamera::eye() const {
    return m_centre + m_rotation.inverted().rotatedVector({0, 0, static_cast<float>(m_distance)});
}

QVector3D MapCamera::up() const {
    return m_rotation.inverted().rotatedVector({0, 1, 0});
}

} // namespace triptych::scene
