// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "inference/base/array.h"

namespace triptych::numerics {

// Where outlines lie unless told otherwise, as a share of a map's maximum.
inline constexpr float outlineShare = 0.5F;

struct MapSummary {
    float minimum = 0;
    float maximum = 0;
    double sum = 0;

    bool operator==(const MapSummary&) const = default;
};

// All zero for an empty map. Values that are not finite are left out.
[[nodiscard]] MapSummary summarise(std::span<const float> map);

// Connected patches (by their edges) whose values reach a level.
struct MapRegion {
    std::vector<int> units; // row * cols + col, ascending
    int peak = 0;           // unit of the largest value
    double sum = 0;
    double share = 0; // of the sum of the whole map's positive values

    bool operator==(const MapRegion&) const = default;
};

// All regions of a map [row, col], the one with the largest peak first. The level must be above 0: an empty map has no
// region.
[[nodiscard]] std::vector<MapRegion> regionsAbove(const FloatArray& map, float level);

// The region around the largest value, cut at `outlineShare` of it; nothing where no value is above 0.
[[nodiscard]] std::optional<MapRegion> strongestRegion(const FloatArray& map);

// Neighbouring frames [begin, end) around the largest value that reach the level.
struct MapStretch {
    int begin = 0;
    int end = 0;
    int peak = 0;
    double sum = 0;
    double share = 0;

    bool operator==(const MapStretch&) const = default;
};

[[nodiscard]] std::optional<MapStretch> strongestStretch(std::span<const float> map, float levelShare = outlineShare);

} // namespace triptych::numerics
