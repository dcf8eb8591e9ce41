// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/base/array.h"
#include "inference/numerics/map_region.h"

namespace triptych::picture {

// Fractions of the map's width and height: (0, 0) is its upper left corner, (1, 1) its lower right.
struct MapPoint {
    float x = 0;
    float y = 0;

    bool operator==(const MapPoint&) const = default;
};

// A closed line; the last point joins the first.
using Outline = std::vector<MapPoint>;

// The outer line of the connected region around the maximum of the map [row, col] where the smooth map is at least
// `level` (0..1) of that maximum, and the lines of its holes after it. Empty for a map without a positive value.
[[nodiscard]] std::vector<Outline> outlineStrongest(const FloatArray& map, float level = numerics::outlineShare);

} // namespace triptych::picture
