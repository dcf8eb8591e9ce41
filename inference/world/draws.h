// SPDX-License-Identifier: GPL-3.0-or-later
// Continuous draws, the same on every machine up to rounding.
#pragma once

#include <cmath>
#include <numbers>

#include "inference/world/random.h"

namespace triptych::world {

struct Range {
    double from = 0;
    double to = 0;

    bool operator==(const Range&) const = default;
};

// Evenly from [0, 1).
inline double uniform(Random& random) {
    return static_cast<double>(random.next() >> 11) * 0x1p-53;
}

inline double uniform(Random& random, Range range) {
    return range.from + (range.to - range.from) * uniform(random);
}

// Mean 0, standard deviation 1 (Box and Muller).
inline double gaussian(Random& random) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform(random)));
    return radius * std::cos(2.0 * std::numbers::pi * uniform(random));
}

} // namespace triptych::world
