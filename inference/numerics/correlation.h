// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace triptych::numerics {

// Ranks from 1, equal values share the mean of theirs.
[[nodiscard]] std::vector<double> averageRanks(std::span<const float> values);

// Spearman's rank correlation. 0 for fewer than two values or where one side does not vary: such a map orders nothing.
// Both sides of the same size.
[[nodiscard]] double spearman(std::span<const float> a, std::span<const float> b);

} // namespace triptych::numerics
