// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/average_precision.h"

#include <algorithm>
#include <numeric>

namespace triptych::metrics {

const MetricDescriptor& averagePrecisionDescriptor() {
    static const MetricDescriptor metric{
        "average_precision",
        "Average precision",
        "How well the map ranks the patches of what a word names above all others.",
        "The word's row of the links to the image; a patch is inside when its centre is; steps without interpolation; "
        "scenes with at least two objects; chance is the share of patches inside.",
        {}};
    return metric;
}

Localised averagePrecision(std::span<const float> map, const std::vector<bool>& inside) {
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::ranges::greater(), [&](std::size_t i) { return map[i]; });
    const auto within = static_cast<double>(std::ranges::count(inside, true));
    double precisionSum = 0;
    double found = 0;
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        double hits = 0;
        for (; last < order.size() && map[order[last]] == map[order[first]]; ++last)
            hits += inside[order[last]] ? 1.0 : 0.0;
        found += hits;
        precisionSum += hits * found / static_cast<double>(last);
        first = last;
    }
    return {within > 0 ? precisionSum / within : 0.0, shareInside(inside)};
}

} // namespace triptych::metrics
