// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/located_map.h"

#include <algorithm>
#include <cassert>

namespace triptych::metrics {

namespace {

// isInside(y, x): fractions of the map's height and width.
template<typename IsInside>
std::vector<bool> insideGrid(const FloatArray& map, const IsInside& isInside) {
    assert(map.rank() == 2);
    const std::int64_t rows = map.extent(0);
    const std::int64_t cols = map.extent(1);
    std::vector<bool> inside;
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t col = 0; col < cols; ++col)
            inside.push_back(isInside((static_cast<double>(row) + 0.5) / static_cast<double>(rows),
                                      (static_cast<double>(col) + 0.5) / static_cast<double>(cols)));
    return inside;
}

} // namespace

std::vector<bool> insideMask(const FloatArray& map, const numerics::ObjectMask& mask, std::span<const int> objects) {
    return insideGrid(map, [&](double y, double x) {
        const auto row = static_cast<std::size_t>(y * mask.height);
        const auto col = static_cast<std::size_t>(x * mask.width);
        const int object = mask.values[row * static_cast<std::size_t>(mask.width) + col];
        return std::ranges::find(objects, object) != objects.end();
    });
}

std::vector<bool> insideBox(const FloatArray& map, const Box& box) {
    return insideGrid(map, [&](double y, double x) { return y >= box.y0 && y < box.y1 && x >= box.x0 && x < box.x1; });
}

std::vector<bool> insideTime(std::size_t frames, double msPerFrame, double fromMs, double toMs) {
    std::vector<bool> inside(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * msPerFrame;
        inside[i] = centre >= fromMs && centre < toMs;
    }
    return inside;
}

double shareInside(const std::vector<bool>& inside) {
    return inside.empty() ? 0.0
                          : static_cast<double>(std::ranges::count(inside, true)) / static_cast<double>(inside.size());
}

} // namespace triptych::metrics
