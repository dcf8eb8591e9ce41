// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/pointing.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace triptych::metrics {

namespace {

MetricDescriptor describePointing(std::string id, std::string label, std::string summary) {
    MetricDescriptor metric;
    metric.id = std::move(id);
    metric.label = std::move(label);
    metric.summary = std::move(summary);
    metric.protocol =
        "Target: the matching score; the word's row of the links to the image; right when the centre of the best "
        "patch lies in the visible mask of an object that the word names; scenes with at least two objects; "
        "chance is the share of patches whose centre lies there.";
    return metric;
}

} // namespace

const MetricDescriptor& pointingDescriptor() {
    static const MetricDescriptor metric = describePointing(
        "pointing", "Pointing game", "How often a word's strongest patch lies on the object that it names.");
    return metric;
}

const MetricDescriptor& pointingAudioDescriptor() {
    static const MetricDescriptor metric =
        describePointing("pointing_audio", "Pointing game of speech",
                         "How often a spoken word's strongest patch lies on the object that it names.");
    return metric;
}

FloatArray mapOfUnits(const FloatArray& links, std::int64_t first, std::int64_t count) {
    if (links.rank() != 3 || first < 0 || count < 1 || first + count > links.extent(0))
        return {};
    FloatArray sum({links.extent(1), links.extent(2)});
    for (std::int64_t unit = first; unit < first + count; ++unit)
        std::ranges::transform(sum.values(), links.row({unit}), sum.values().begin(), std::plus<>());
    return sum;
}

Answers pointing(const FloatArray& map, const numerics::ObjectMask& mask, std::span<const int> objects) {
    const numerics::PointingOutcome outcome = numerics::pointInImage(map, mask, objects);
    return {{outcome.hit ? 1.0f : 0.0f}, {static_cast<float>(outcome.chance)}, {}};
}

} // namespace triptych::metrics
