// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/overlap.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "inference/numerics/threshold.h"

namespace triptych::metrics {

namespace {

constexpr const char* sharedProtocol =
    "The word's row of the links to the image against the visible mask of what it names; a patch is inside when its "
    "centre is; scenes with at least two objects; ";

MetricDescriptor describeOverlap(std::string id, std::string label, std::string summary, const std::string& chance) {
    MetricDescriptor metric;
    metric.id = std::move(id);
    metric.label = std::move(label);
    metric.summary = std::move(summary);
    metric.protocol = sharedProtocol + chance;
    return metric;
}

double overlap(double both, double marked, double within) {
    const double either = marked + within - both;
    return either > 0 ? both / either : 0.0;
}

} // namespace

const MetricDescriptor& bestOverlapDescriptor() {
    static const MetricDescriptor metric =
        describeOverlap("iou_best", "IoU at the best threshold",
                        "Overlap of the map with what a word names, at the threshold that suits it best.",
                        "chance: everything is marked.");
    return metric;
}

const MetricDescriptor& otsuOverlapDescriptor() {
    static const MetricDescriptor metric = describeOverlap(
        "iou_otsu", "IoU at Otsu's threshold", "Overlap of the map with what a word names, at Otsu's threshold.",
        "chance: as many patches at random.");
    return metric;
}

Localised bestOverlap(std::span<const float> map, const std::vector<bool>& inside) {
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::ranges::greater(), [&](std::size_t i) { return map[i]; });
    const auto within = static_cast<double>(std::ranges::count(inside, true));
    double best = 0;
    double both = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        both += inside[order[i]] ? 1.0 : 0.0;
        const bool isThreshold = i + 1 == order.size() || map[order[i + 1]] < map[order[i]];
        if (isThreshold)
            best = std::max(best, overlap(both, static_cast<double>(i + 1), within));
    }
    return {best, shareInside(inside)};
}

Localised otsuOverlap(std::span<const float> map, const std::vector<bool>& inside) {
    const std::optional<float> threshold = numerics::otsuThreshold(map);
    if (!threshold)
        return {0.0, 0.0};
    double both = 0;
    double marked = 0;
    for (std::size_t i = 0; i < map.size(); ++i)
        if (map[i] >= *threshold) {
            ++marked;
            both += inside[i] ? 1.0 : 0.0;
        }
    const auto within = static_cast<double>(std::ranges::count(inside, true));
    return {overlap(both, marked, within), overlap(marked * shareInside(inside), marked, within)};
}

} // namespace triptych::metrics
