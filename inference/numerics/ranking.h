// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace triptych::numerics {

// 1 for the best. Ties count half against the wanted item, rounded up, so that a constant score is no success.
[[nodiscard]] std::size_t rankOf(std::span<const float> scores, std::size_t wanted);

// Share of ranks that are at most k; 0 without ranks.
[[nodiscard]] double recallAt(std::size_t k, std::span<const std::size_t> ranks);

// The middle rank; the mean of the two middle ones for an even count; 0 without ranks.
[[nodiscard]] double medianRank(std::span<const std::size_t> ranks);

// Mean of 1 / rank; 0 without ranks.
[[nodiscard]] double meanReciprocalRank(std::span<const std::size_t> ranks);

} // namespace triptych::numerics
