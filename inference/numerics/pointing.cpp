// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/pointing.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace triptych::numerics {

namespace {

PointingOutcome judge(std::span<const float> map, const std::vector<bool>& inside) {
    PointingOutcome outcome;
    double total = 0;
    for (std::size_t i = 0; i < map.size(); ++i) {
        const double value = std::max(map[i], 0.0f);
        total += value;
        outcome.energy += inside[i] ? value : 0.0;
        outcome.chance += inside[i] ? 1.0 : 0.0;
    }
    outcome.energy = total > 0 ? outcome.energy / total : 0.0;
    outcome.chance = map.empty() ? 0.0 : outcome.chance / static_cast<double>(map.size());
    const auto peak = peakOf(map);
    outcome.hit = peak && inside[*peak];
    return outcome;
}

int centreOf(std::int64_t cell, std::int64_t cells, int extent) {
    return static_cast<int>((2 * cell + 1) * extent / (2 * cells));
}

} // namespace

std::optional<std::size_t> peakOf(std::span<const float> values) {
    if (values.empty())
        return std::nullopt;
    const auto [low, high] = std::ranges::minmax_element(values);
    if (values.size() > 1 && *low == *high)
        return std::nullopt;
    return static_cast<std::size_t>(std::ranges::find(values, *high) - values.begin());
}

PointingOutcome pointInImage(const FloatArray& map, const ObjectMask& mask, std::span<const int> objects) {
    assert(map.rank() == 2);
    const std::int64_t rows = map.extent(0);
    const std::int64_t cols = map.extent(1);
    std::vector<bool> inside(map.size(), false);
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t col = 0; col < cols; ++col) {
            const int y = centreOf(row, rows, mask.height);
            const int x = centreOf(col, cols, mask.width);
            const int object = mask.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) +
                                           static_cast<std::size_t>(x)];
            inside[static_cast<std::size_t>(row * cols + col)] = std::ranges::find(objects, object) != objects.end();
        }
    return judge(map.values(), inside);
}

PointingOutcome pointInTime(std::span<const float> map, double msPerFrame, double fromMs, double toMs) {
    std::vector<bool> inside(map.size(), false);
    for (std::size_t i = 0; i < map.size(); ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * msPerFrame;
        inside[i] = centre >= fromMs && centre < toMs;
    }
    return judge(map, inside);
}

} // namespace triptych::numerics
