// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/road.h"

#include <array>
#include <string>

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

namespace {

constexpr std::array percentiles{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

MetricDescriptor describe(std::string id, std::string label, std::string summary, const std::string& order) {
    MetricDescriptor metric;
    metric.id = std::move(id);
    metric.label = std::move(label);
    metric.summary = std::move(summary);
    metric.protocol = "10, 20, ... 90 % of the patches, " + order +
                      " first, filled in by noisy interpolation from what stays; area under the target's raw value; "
                      "chance: mean of three random orders.";
    return metric;
}

Result<QualityFigure> road(const UnitMap& map, const std::vector<std::size_t>& order,
                           const FaithfulnessOptions& options, const Monitor& monitor) {
    if (map.modality != Modality::Image)
        return fail(ErrorCode::InvalidInput, "ROAD fills in what is missing of a picture; use it on the image's map.",
                    std::string(toString(map.modality)));
    return curveFigure(map, order, percentiles, Change::Remove, Substrate::Neighbours, options, monitor)
        .map([](QualityFigure figure) {
            figure.protocol.step = "10 % of the units";
            return figure;
        });
}

} // namespace

const MetricDescriptor& roadMorfDescriptor() {
    static const MetricDescriptor metric =
        describe("road_morf", "ROAD, most relevant first",
                 "The target's value while the most relevant patches are filled in; lower is better.", "most relevant");
    return metric;
}

const MetricDescriptor& roadLerfDescriptor() {
    static const MetricDescriptor metric = describe(
        "road_lerf", "ROAD, least relevant first",
        "The target's value while the least relevant patches are filled in; higher is better.", "least relevant");
    return metric;
}

Result<QualityFigure> roadMorf(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    return road(map, mostRelevantFirst(map), options, monitor).map([](QualityFigure figure) {
        figure.metric = "road_morf";
        figure.better = Better::Lower;
        figure.protocol.order = "most relevant removed first";
        return figure;
    });
}

Result<QualityFigure> roadLerf(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    return road(map, leastRelevantFirst(map), options, monitor).map([](QualityFigure figure) {
        figure.metric = "road_lerf";
        figure.better = Better::Higher;
        figure.protocol.order = "least relevant removed first";
        return figure;
    });
}

} // namespace triptych::metrics
