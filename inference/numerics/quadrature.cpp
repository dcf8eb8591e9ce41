// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/quadrature.h"

#include <cmath>
#include <numbers>

namespace triptych::numerics {

namespace {

struct Legendre {
    double value = 0;
    double slope = 0;
};

// The polynomial of degree n and its derivative at x in (-1, 1), by the three-term recurrence.
Legendre legendre(int n, double x) {
    double previous = 1;
    double current = x;
    for (int k = 2; k <= n; ++k) {
        const double next = ((2 * k - 1) * x * current - (k - 1) * previous) / k;
        previous = current;
        current = next;
    }
    return {current, n * (x * current - previous) / (x * x - 1)};
}

} // namespace

Quadrature gaussLegendre(int points) {
    constexpr int newtonSteps = 20;
    Quadrature rule{std::vector<double>(static_cast<std::size_t>(points)),
                    std::vector<double>(static_cast<std::size_t>(points))};
    for (int i = 0; i < points; ++i) {
        double x = -std::cos(std::numbers::pi * (i + 0.75) / (points + 0.5));
        for (int step = 0; step < newtonSteps; ++step) {
            const Legendre at = legendre(points, x);
            x -= at.value / at.slope;
        }
        const double slope = legendre(points, x).slope;
        // From [-1, 1] to [0, 1].
        rule.nodes[static_cast<std::size_t>(i)] = (x + 1) / 2;
        rule.weights[static_cast<std::size_t>(i)] = 1 / ((1 - x * x) * slope * slope);
    }
    return rule;
}

Quadrature riemannMiddle(int points) {
    Quadrature rule;
    for (int i = 0; i < points; ++i) {
        rule.nodes.push_back((i + 0.5) / points);
        rule.weights.push_back(1.0 / points);
    }
    return rule;
}

} // namespace triptych::numerics
