// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/shapes.h"

#include <algorithm>
#include <cmath>

namespace triptych::world {

namespace {

constexpr float rounding = 0.10f;

float length(float x, float y) {
    return std::sqrt(x * x + y * y);
}

float circle(float x, float y) {
    return length(x, y) - 0.92f;
}

float ring(float x, float y) {
    constexpr float middle = 0.70f;
    constexpr float halfWidth = 0.23f;
    return std::abs(length(x, y) - middle) - halfWidth;
}

float square(float x, float y) {
    constexpr float half = 0.65f;
    const float dx = std::abs(x) - half;
    const float dy = std::abs(y) - half;
    return length(std::max(dx, 0.0f), std::max(dy, 0.0f)) + std::min(std::max(dx, dy), 0.0f) - rounding;
}

float triangle(float x, float y) {
    constexpr float root3 = 1.7320508f;
    constexpr float half = 0.78f;
    float px = std::abs(x) - half;
    float py = -y + half / root3;
    if (px + root3 * py > 0.0f) {
        const float qx = (px - root3 * py) / 2.0f;
        py = (-root3 * px - py) / 2.0f;
        px = qx;
    }
    px -= std::clamp(px, -2.0f * half, 0.0f);
    return (py > 0.0f ? -length(px, py) : length(px, py)) - rounding;
}

float star(float x, float y) {
    constexpr float reach = 0.90f;
    constexpr float depth = 0.52f;
    constexpr float cos36 = 0.80901699f;
    constexpr float sin36 = 0.58778525f;
    float px = std::abs(x);
    float py = -y;
    const float first = 2.0f * std::max(cos36 * px - sin36 * py, 0.0f);
    px -= first * cos36;
    py += first * sin36;
    const float second = 2.0f * std::max(-cos36 * px - sin36 * py, 0.0f);
    px += second * cos36;
    py += second * sin36;
    px = std::abs(px);
    py -= reach;
    const float sideX = depth * sin36;
    const float sideY = depth * cos36 - 1.0f;
    const float along = std::clamp((px * sideX + py * sideY) / (sideX * sideX + sideY * sideY), 0.0f, reach);
    const float distance = length(px - sideX * along, py - sideY * along);
    return (py * sideX - px * sideY > 0.0f ? distance : -distance) - rounding;
}

float cross(float x, float y) {
    constexpr float reach = 0.84f;
    constexpr float halfWidth = 0.20f;
    const float longer = std::max(std::abs(x), std::abs(y));
    const float shorter = std::min(std::abs(x), std::abs(y));
    const float qx = longer - reach;
    const float qy = shorter - halfWidth;
    const float outside = std::max(qx, qy);
    const float wx = outside > 0.0f ? qx : halfWidth - longer;
    const float wy = outside > 0.0f ? qy : -outside;
    const float distance = length(std::max(wx, 0.0f), std::max(wy, 0.0f));
    return (outside > 0.0f ? distance : -distance) - rounding;
}

} // namespace

float signedDistance(ShapeKind shape, float x, float y) {
    switch (shape) {
    case ShapeKind::Circle:
        return circle(x, y);
    case ShapeKind::Square:
        return square(x, y);
    case ShapeKind::Triangle:
        return triangle(x, y);
    case ShapeKind::Star:
        return star(x, y);
    case ShapeKind::Cross:
        return cross(x, y);
    case ShapeKind::Ring:
        return ring(x, y);
    }
    return 1.0f;
}

} // namespace triptych::world
