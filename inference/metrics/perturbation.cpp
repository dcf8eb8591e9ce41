// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/perturbation.h"

#include <array>
#include <string>

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

namespace {

constexpr std::array removedShares{0.0, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0};

MetricDescriptor describe(std::string id, std::string label, std::string summary, const std::string& order) {
    MetricDescriptor metric;
    metric.id = std::move(id);
    metric.label = std::move(label);
    metric.summary = std::move(summary);
    metric.protocol = "0, 25, 50, 75, 80, 85, 90, 95 and 100 % of the patches, words or frames are removed, " + order +
                      " first; area under the target's raw value; special tokens stay; chance: mean of three random "
                      "orders.";
    return metric;
}

Result<QualityFigure> perturb(const UnitMap& map, const std::vector<std::size_t>& order,
                              const FaithfulnessOptions& options, const Monitor& monitor) {
    return curveFigure(map, order, removedShares, Change::Remove, options.substrate, options, monitor)
        .map([](QualityFigure figure) {
            figure.protocol.step = "0, 25, 50, 75, 80, 85, 90, 95, 100 %";
            return figure;
        });
}

} // namespace

const MetricDescriptor& positivePerturbationDescriptor() {
    static const MetricDescriptor metric =
        describe("positive_perturbation", "Positive perturbation",
                 "The target's value while the most relevant units are removed; lower is better.", "most relevant");
    return metric;
}

const MetricDescriptor& negativePerturbationDescriptor() {
    static const MetricDescriptor metric =
        describe("negative_perturbation", "Negative perturbation",
                 "The target's value while the least relevant units are removed; higher is better.", "least relevant");
    return metric;
}

Result<QualityFigure> positivePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                           const Monitor& monitor) {
    return perturb(map, mostRelevantFirst(map), options, monitor).map([](QualityFigure figure) {
        figure.metric = "positive_perturbation";
        figure.better = Better::Lower;
        figure.protocol.order = "most relevant removed first";
        return figure;
    });
}

Result<QualityFigure> negativePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                           const Monitor& monitor) {
    return perturb(map, leastRelevantFirst(map), options, monitor).map([](QualityFigure figure) {
        figure.metric = "negative_perturbation";
        figure.better = Better::Higher;
        figure.protocol.order = "least relevant removed first";
        return figure;
    });
}

} // namespace triptych::metrics
