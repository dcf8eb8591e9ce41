// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>

namespace triptych::numerics {

// sin(pi x) / (pi x), 1 at 0.
[[nodiscard]] inline double sinc(double x) {
    const double angle = std::numbers::pi * x;
    return angle == 0.0 ? 1.0 : std::sin(angle) / angle;
}

} // namespace triptych::numerics
