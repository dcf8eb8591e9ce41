// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/map_region.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::numerics {
namespace {

double positiveSum(std::span<const float> map) {
    double sum = 0;
    for (const float value : map)
        if (std::isfinite(value) && value > 0)
            sum += value;
    return sum;
}

struct Grid {
    std::span<const float> values;
    int rows = 0;
    int cols = 0;

    [[nodiscard]] float at(int unit) const { return values[static_cast<std::size_t>(unit)]; }
};

// Flood fill from `seed` over patches that reach the level and were not taken yet.
MapRegion grow(const Grid& grid, int seed, float level, std::vector<bool>& taken) {
    MapRegion region;
    region.peak = seed;
    std::vector<int> open{seed};
    taken[static_cast<std::size_t>(seed)] = true;
    while (!open.empty()) {
        const int unit = open.back();
        open.pop_back();
        region.units.push_back(unit);
        region.sum += grid.at(unit);
        if (grid.at(unit) > grid.at(region.peak))
            region.peak = unit;
        const int row = unit / grid.cols;
        const int col = unit % grid.cols;
        constexpr std::array<std::array<int, 2>, 4> steps{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
        for (const auto& [down, right] : steps) {
            const int nextRow = row + down;
            const int nextCol = col + right;
            const int next = nextRow * grid.cols + nextCol;
            if (nextRow < 0 || nextCol < 0 || nextRow >= grid.rows || nextCol >= grid.cols ||
                taken[static_cast<std::size_t>(next)] || !(grid.at(next) >= level))
                continue;
            taken[static_cast<std::size_t>(next)] = true;
            open.push_back(next);
        }
    }
    std::sort(region.units.begin(), region.units.end());
    return region;
}

} // namespace

MapSummary summarise(std::span<const float> map) {
    MapSummary summary;
    bool first = true;
    for (const float value : map) {
        if (!std::isfinite(value))
            continue;
        summary.minimum = first ? value : std::min(summary.minimum, value);
        summary.maximum = first ? value : std::max(summary.maximum, value);
        summary.sum += value;
        first = false;
    }
    return summary;
}

std::vector<MapRegion> regionsAbove(const FloatArray& map, float level) {
    if (map.rank() != 2 || map.empty() || !(level > 0))
        return {};
    const Grid grid{map.values(), static_cast<int>(map.extent(0)), static_cast<int>(map.extent(1))};
    const double total = positiveSum(grid.values);
    std::vector<bool> taken(map.size());
    std::vector<MapRegion> regions;
    for (int unit = 0; unit < static_cast<int>(map.size()); ++unit) {
        if (taken[static_cast<std::size_t>(unit)] || !(grid.at(unit) >= level))
            continue;
        regions.push_back(grow(grid, unit, level, taken));
        regions.back().share = regions.back().sum / total;
    }
    std::stable_sort(regions.begin(), regions.end(),
                     [&](const MapRegion& a, const MapRegion& b) { return grid.at(a.peak) > grid.at(b.peak); });
    return regions;
}

std::optional<MapRegion> strongestRegion(const FloatArray& map) {
    const std::vector<MapRegion> regions = regionsAbove(map, outlineShare * summarise(map.values()).maximum);
    return regions.empty() ? std::nullopt : std::optional(regions.front());
}

std::optional<MapStretch> strongestStretch(std::span<const float> map, float levelShare) {
    const float maximum = summarise(map).maximum;
    if (!(maximum > 0))
        return std::nullopt;
    MapStretch stretch;
    stretch.peak = static_cast<int>(std::find(map.begin(), map.end(), maximum) - map.begin());
    stretch.begin = stretch.peak;
    stretch.end = stretch.peak + 1;
    const auto reaches = [&](int frame) { return map[static_cast<std::size_t>(frame)] >= levelShare * maximum; };
    while (stretch.begin > 0 && reaches(stretch.begin - 1))
        --stretch.begin;
    while (stretch.end < static_cast<int>(map.size()) && reaches(stretch.end))
        ++stretch.end;
    for (int frame = stretch.begin; frame < stretch.end; ++frame)
        stretch.sum += map[static_cast<std::size_t>(frame)];
    stretch.share = stretch.sum / positiveSum(map);
    return stretch;
}

} // namespace triptych::numerics
