// SPDX-License-Identifier: GPL-3.0-or-later
// What curve metrics share: the target's value while units are removed or shown in a given order.
#pragma once

#include <span>
#include <vector>

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

// Points of a curve: how many units are changed, as shares in 0..1.
[[nodiscard]] std::vector<double> evenShares(const UnitMap& map, int steps);
// "4 units" of those points.
[[nodiscard]] std::string evenStep(const UnitMap& map, int steps);

// Removes the first round(share * players) of the order from the whole sample, or shows them in an empty one.
enum class Change { Remove, Show };

[[nodiscard]] Result<QualityCurve> measureCurve(const UnitMap& map, std::span<const std::size_t> order,
                                                std::span<const double> shares, Change change, Substrate substrate,
                                                const Monitor& monitor);

// Area under the curve by trapezoids, divided by the width: the mean height. Of even steps this is
// (sum - first / 2 - last / 2) / (n - 1).
[[nodiscard]] double areaUnder(const QualityCurve& curve);

// Curve, area and order, with the mean area of random orders as the chance.
[[nodiscard]] Result<QualityFigure> curveFigure(const UnitMap& map, std::span<const std::size_t> order,
                                                std::span<const double> shares, Change change, Substrate substrate,
                                                const FaithfulnessOptions& options, const Monitor& monitor);

// A curve's figure as a metric reports it. `order` says what is changed first, `step` how much at once.
struct CurveName {
    const char* metric;
    Better better;
    const char* order;
};

[[nodiscard]] Result<QualityFigure> named(Result<QualityFigure> figure, const CurveName& name, std::string step);

} // namespace triptych::metrics
