// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/registry.h"

#include <array>

#include "inference/metrics/average_precision.h"
#include "inference/metrics/completeness.h"
#include "inference/metrics/deletion.h"
#include "inference/metrics/energy_pointing.h"
#include "inference/metrics/infidelity.h"
#include "inference/metrics/insertion.h"
#include "inference/metrics/matching.h"
#include "inference/metrics/overlap.h"
#include "inference/metrics/perturbation.h"
#include "inference/metrics/pointing.h"
#include "inference/metrics/randomisation.h"
#include "inference/metrics/recall_at_1.h"
#include "inference/metrics/road.h"
#include "inference/metrics/sensitivity.h"

namespace triptych::metrics {

namespace {

// A new metric is one line here.
constexpr std::array faithfulness{
    FaithfulnessMetric{&deletionDescriptor, &deletion},
    FaithfulnessMetric{&insertionDescriptor, &insertion},
    FaithfulnessMetric{&positivePerturbationDescriptor, &positivePerturbation},
    FaithfulnessMetric{&negativePerturbationDescriptor, &negativePerturbation},
    FaithfulnessMetric{&roadMorfDescriptor, &roadMorf, true},
    FaithfulnessMetric{&roadLerfDescriptor, &roadLerf, true},
    FaithfulnessMetric{&infidelityDescriptor, &infidelity},
    FaithfulnessMetric{&completenessDescriptor, &completeness},
};

constexpr std::array localisation{
    LocalisationMetric{&energyPointingDescriptor, &energyPointing},
    LocalisationMetric{&bestOverlapDescriptor, &bestOverlap},
    LocalisationMetric{&otsuOverlapDescriptor, &otsuOverlap},
    LocalisationMetric{&averagePrecisionDescriptor, &averagePrecision},
};

template<typename Metrics>
auto find(const Metrics& metrics, const std::string& id) -> decltype(metrics.data()) {
    for (const auto& metric : metrics)
        if (metric.descriptor().id == id)
            return &metric;
    return nullptr;
}

} // namespace

const FaithfulnessMetric* findFaithfulness(const std::string& id) {
    return find(faithfulness, id);
}

const LocalisationMetric* findLocalisation(const std::string& id) {
    return find(localisation, id);
}

std::vector<MetricDescriptor> metricDescriptors() {
    std::vector<MetricDescriptor> all{recallAt1Descriptor(), matchingDescriptor(), pointingDescriptor(),
                                      pointingAudioDescriptor()};
    for (const LocalisationMetric& metric : localisation)
        all.push_back(metric.descriptor());
    for (const FaithfulnessMetric& metric : faithfulness)
        all.push_back(metric.descriptor());
    all.push_back(sensitivityDescriptor());
    all.push_back(randomisationDescriptor());
    return all;
}

std::vector<std::string> mapMetrics() {
    std::vector<std::string> ids;
    for (const FaithfulnessMetric& metric : faithfulness)
        ids.push_back(metric.descriptor().id);
    ids.push_back(sensitivityDescriptor().id);
    ids.push_back(randomisationDescriptor().id);
    return ids;
}

std::vector<std::string> truthMetrics() {
    return {recallAt1Descriptor().id, matchingDescriptor().id, pointingDescriptor().id, pointingAudioDescriptor().id};
}

} // namespace triptych::metrics
