// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/threshold.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace triptych::numerics {

std::optional<float> otsuThreshold(std::span<const float> values) {
    std::vector<float> sorted(values.begin(), values.end());
    std::ranges::sort(sorted);
    const double total = std::accumulate(sorted.begin(), sorted.end(), 0.0);
    const auto count = static_cast<double>(sorted.size());
    std::optional<float> threshold;
    double best = 0;
    double lowerSum = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        lowerSum += static_cast<double>(sorted[i - 1]);
        if (sorted[i] == sorted[i - 1])
            continue;
        const auto lower = static_cast<double>(i);
        const double gap = (total - lowerSum) / (count - lower) - lowerSum / lower;
        const double between = lower * (count - lower) * gap * gap;
        if (between > best) {
            best = between;
            threshold = sorted[i];
        }
    }
    return threshold;
}

} // namespace triptych::numerics
