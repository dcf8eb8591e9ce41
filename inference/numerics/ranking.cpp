// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/ranking.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace triptych::numerics {

std::size_t rankOf(std::span<const float> scores, std::size_t wanted) {
    assert(wanted < scores.size());
    const float own = scores[wanted];
    std::size_t better = 0;
    std::size_t equal = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        better += scores[i] > own ? 1 : 0;
        equal += i != wanted && scores[i] == own ? 1 : 0;
    }
    return 1 + better + (equal + 1) / 2;
}

double recallAt(std::size_t k, std::span<const std::size_t> ranks) {
    if (ranks.empty())
        return 0;
    const auto found = std::ranges::count_if(ranks, [k](std::size_t rank) { return rank <= k; });
    return static_cast<double>(found) / static_cast<double>(ranks.size());
}

double medianRank(std::span<const std::size_t> ranks) {
    if (ranks.empty())
        return 0;
    std::vector<std::size_t> sorted(ranks.begin(), ranks.end());
    std::ranges::sort(sorted);
    const std::size_t middle = sorted.size() / 2;
    if (sorted.size() % 2 == 1)
        return static_cast<double>(sorted[middle]);
    return 0.5 * static_cast<double>(sorted[middle - 1] + sorted[middle]);
}

double meanReciprocalRank(std::span<const std::size_t> ranks) {
    if (ranks.empty())
        return 0;
    double sum = 0;
    for (const std::size_t rank : ranks)
        sum += 1.0 / static_cast<double>(rank);
    return sum / static_cast<double>(ranks.size());
}

} // namespace triptych::numerics
