// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace triptych::numerics {

// Nodes in (0, 1), ascending, and weights of sum 1.
struct Quadrature {
    std::vector<double> nodes;
    std::vector<double> weights;
};

// Gauss-Legendre: exact for polynomials of degree 2 * points - 1. points >= 1.
[[nodiscard]] Quadrature gaussLegendre(int points);

// Midpoints of equal steps.
[[nodiscard]] Quadrature riemannMiddle(int points);

} // namespace triptych::numerics
