// SPDX-License-Identifier: GPL-3.0-or-later
// What localisation metrics judge: a map and where the truth is.
#pragma once

#include <span>
#include <vector>

#include "inference/base/array.h"
#include "inference/contract/units.h"
#include "inference/numerics/pointing.h"

namespace triptych::metrics {

struct Localised {
    double value = 0;
    double chance = 0; // of a map that knows nothing

    bool operator==(const Localised&) const = default;
};

// [unit]: whether the unit's centre lies in the truth. A map [row, col] lies over the whole mask or picture.
[[nodiscard]] std::vector<bool> insideMask(const FloatArray& map, const numerics::ObjectMask& mask,
                                           std::span<const int> objects);
[[nodiscard]] std::vector<bool> insideBox(const FloatArray& map, const Box& box);
[[nodiscard]] std::vector<bool> insideTime(std::size_t frames, double msPerFrame, double fromMs, double toMs);

// Share of units inside; 0 without units.
[[nodiscard]] double shareInside(const std::vector<bool>& inside);

} // namespace triptych::metrics
