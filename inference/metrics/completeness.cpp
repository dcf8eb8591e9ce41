// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/completeness.h"

#include <array>
#include <cmath>
#include <numeric>

namespace triptych::metrics {

const MetricDescriptor& completenessDescriptor() {
    static const MetricDescriptor metric{
        "completeness",
        "Completeness error",
        "How far the map's sum is from what the target loses without the modality; 0 for complete attributions.",
        "Absolute difference over the absolute loss; the modality's units are removed toward the substrate. Only "
        "methods that promise a complete sum can reach 0.",
        {}};
    return metric;
}

Result<QualityFigure> completeness(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    const std::array coalitions{everyone(map), withoutPlayers(map)};
    const auto values = map.game->values(coalitions, options.substrate, monitor);
    if (!values)
        return Failure(values.error());
    const double lost = (*values)[0] - (*values)[1];
    if (lost == 0.0)
        return fail(ErrorCode::InvalidInput, "The target stays the same without this modality; choose another target.",
                    map.target);
    const double told = std::accumulate(map.relevance.begin(), map.relevance.end(), 0.0);
    QualityFigure figure;
    figure.metric = "completeness";
    figure.modality = map.modality;
    figure.value = std::abs(told - lost) / std::abs(lost);
    figure.better = Better::Lower;
    figure.protocol = {"all at once", toString(options.substrate), "all units", map.target, 0, 0};
    return figure;
}

} // namespace triptych::metrics
