// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/deletion.h"

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

const MetricDescriptor& deletionDescriptor() {
    static const MetricDescriptor metric{
        "deletion",
        "Deletion",
        "How fast the target falls while the most relevant units are removed; lower is better.",
        "Units of one modality in descending order of the map, 20 even steps, toward the substrate; area under the "
        "target's raw value divided by the width; chance: mean of three random orders.",
        {}};
    return metric;
}

Result<QualityFigure> deletion(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    return named(curveFigure(map, mostRelevantFirst(map), evenShares(map, options.steps), Change::Remove,
                             options.substrate, options, monitor),
                 {"deletion", Better::Lower, "most relevant removed first"}, evenStep(map, options.steps));
}

} // namespace triptych::metrics
