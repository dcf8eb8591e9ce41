// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/road.h"

#include <array>
#include <string>

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

namespace {

constexpr std::array percentiles{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

std::string roadProtocol(const std::string& order) {
    return "10, 20, ... 90 % of the patches, " + order +
           " first, filled in by noisy interpolation from what stays; area under the target's raw value; "
           "chance: mean of three random orders.";
}

Result<QualityFigure> road(const UnitMap& map, const std::vector<std::size_t>& order,
                           const FaithfulnessOptions& options, const CurveName& name, const Monitor& monitor) {
    if (map.modality != Modality::Image)
        return fail(ErrorCode::InvalidInput, "ROAD fills in what is missing of a picture; use it on the image's map.",
                    std::string(toString(map.modality)));
    return named(curveFigure(map, order, percentiles, Change::Remove, Substrate::Neighbours, options, monitor), name,
                 "10 % of the units");
}

} // namespace

const MetricDescriptor& roadMorfDescriptor() {
    static const MetricDescriptor metric{
        "road_morf",
        "ROAD, most relevant first",
        "The target's value while the most relevant patches are filled in; lower is better.",
        roadProtocol("most relevant"),
        {}};
    return metric;
}

const MetricDescriptor& roadLerfDescriptor() {
    static const MetricDescriptor metric{
        "road_lerf",
        "ROAD, least relevant first",
        "The target's value while the least relevant patches are filled in; higher is better.",
        roadProtocol("least relevant"),
        {}};
    return metric;
}

Result<QualityFigure> roadMorf(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    return road(map, mostRelevantFirst(map), options, {"road_morf", Better::Lower, "most relevant removed first"},
                monitor);
}

Result<QualityFigure> roadLerf(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    return road(map, leastRelevantFirst(map), options, {"road_lerf", Better::Higher, "least relevant removed first"},
                monitor);
}

} // namespace triptych::metrics
