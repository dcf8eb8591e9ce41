// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace triptych::numerics {

// The rank of every value, 1 for the smallest; values that tie share the mean of their ranks.
[[nodiscard]] std::vector<double> averageRanks(std::span<const float> values);

// Spearman's rank correlation (1904) of two maps of the same size, -1..1. Nothing where one of them is the same
// everywhere, has fewer than two cells, or holds a value that is not finite: there is no order to compare.
[[nodiscard]] std::optional<double> rankCorrelation(std::span<const float> a, std::span<const float> b);

// The share of the strongest cells that two maps of the same size have in common, 0..1; `share` of all cells, at least
// one, count as strongest, and cells that tie for the last places count in part. Maps without relation reach `share`
// on average. Nothing where rankCorrelation has nothing to say.
[[nodiscard]] std::optional<double> topShared(std::span<const float> a, std::span<const float> b, double share);

} // namespace triptych::numerics
