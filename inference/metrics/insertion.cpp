// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/insertion.h"

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

const MetricDescriptor& insertionDescriptor() {
    static const MetricDescriptor metric{
        "insertion",
        "Insertion",
        "How fast the target rises while the most relevant units are shown; higher is better.",
        "Units of one modality in descending order of the map, 20 even steps, from the blurred picture (texts and "
        "sounds: from nothing); area under the target's raw value divided by the width; chance: mean of three random "
        "orders.",
        {}};
    return metric;
}

Result<QualityFigure> insertion(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    // Shown on the blurred picture, as published: on an empty one its edges would be what counts.
    const Substrate substrate = map.modality == Modality::Image ? Substrate::Blur : options.substrate;
    return named(curveFigure(map, mostRelevantFirst(map), evenShares(map, options.steps), Change::Show, substrate,
                             options, monitor),
                 {"insertion", Better::Higher, "most relevant shown first"}, evenStep(map, options.steps));
}

} // namespace triptych::metrics
