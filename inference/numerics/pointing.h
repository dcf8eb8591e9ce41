// SPDX-License-Identifier: GPL-3.0-or-later
// Pointing games: does the largest value of a map lie on what a word names? Both axes run as in the arrays: row, then
// column.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "inference/base/array.h"

namespace triptych::numerics {

// A map of object numbers, [height, width]; 0 is the background.
struct ObjectMask {
    std::span<const std::uint8_t> values;
    int width = 0;
    int height = 0;
};

struct PointingOutcome {
    bool hit = false;
    // Share of units whose centre lies on the named objects: what a blind guess hits.
    double chance = 0;
    // Share of the map's sum on those units; 0 for a map without positive values. Negative values count as 0.
    double energy = 0;

    bool operator==(const PointingOutcome&) const = default;
};

// Index of the largest value, the first of equals; nothing for an empty map or one without any difference, which points
// nowhere.
[[nodiscard]] std::optional<std::size_t> peakOf(std::span<const float> values);

// map [row, col] laid over the whole mask: a hit when the centre of the best patch lies on one of `objects`.
[[nodiscard]] PointingOutcome pointInImage(const FloatArray& map, const ObjectMask& mask, std::span<const int> objects);

// map [frame]: a hit when the centre of the best frame lies in [fromMs, toMs).
[[nodiscard]] PointingOutcome pointInTime(std::span<const float> map, double msPerFrame, double fromMs, double toMs);

} // namespace triptych::numerics
