// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/perturbation.h"

#include <array>
#include <string>

#include "inference/metrics/removal_curve.h"

namespace triptych::metrics {

namespace {

constexpr std::array removedShares{0.0, 0.25, 0.5, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0};

constexpr const char* step = "0, 25, 50, 75, 80, 85, 90, 95, 100 %";

std::string perturbationProtocol(const std::string& order) {
    return "0, 25, 50, 75, 80, 85, 90, 95 and 100 % of the patches, words or frames are removed, " + order +
           " first; area under the target's raw value; special tokens stay; chance: mean of three random orders.";
}

Result<QualityFigure> perturb(const UnitMap& map, const std::vector<std::size_t>& order,
                              const FaithfulnessOptions& options, const CurveName& name, const Monitor& monitor) {
    return named(curveFigure(map, order, removedShares, Change::Remove, options.substrate, options, monitor), name,
                 step);
}

} // namespace

const MetricDescriptor& positivePerturbationDescriptor() {
    static const MetricDescriptor metric{
        "positive_perturbation",
        "Positive perturbation",
        "The target's value while the most relevant units are removed; lower is better.",
        perturbationProtocol("most relevant"),
        {}};
    return metric;
}

const MetricDescriptor& negativePerturbationDescriptor() {
    static const MetricDescriptor metric{
        "negative_perturbation",
        "Negative perturbation",
        "The target's value while the least relevant units are removed; higher is better.",
        perturbationProtocol("least relevant"),
        {}};
    return metric;
}

Result<QualityFigure> positivePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                           const Monitor& monitor) {
    return perturb(map, mostRelevantFirst(map), options,
                   {"positive_perturbation", Better::Lower, "most relevant removed first"}, monitor);
}

Result<QualityFigure> negativePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                           const Monitor& monitor) {
    return perturb(map, leastRelevantFirst(map), options,
                   {"negative_perturbation", Better::Higher, "least relevant removed first"}, monitor);
}

} // namespace triptych::metrics
