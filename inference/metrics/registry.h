// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/contract/descriptor.h"
#include "inference/metrics/located_map.h"
#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

// Judges a map by running the model on parts of the sample.
struct FaithfulnessMetric {
    const MetricDescriptor& (*descriptor)();
    Result<QualityFigure> (*measure)(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor);
    bool isOnlyForImages = false;
};

// Judges a word's map by where the object is that it names.
struct LocalisationMetric {
    const MetricDescriptor& (*descriptor)();
    Localised (*judge)(std::span<const float> map, const std::vector<bool>& inside);
};

// Null where the id is not of that kind.
[[nodiscard]] const FaithfulnessMetric* findFaithfulness(const std::string& id);
[[nodiscard]] const LocalisationMetric* findLocalisation(const std::string& id);

// All metrics, in the order in which they are reported.
[[nodiscard]] std::vector<MetricDescriptor> metricDescriptors();
// Those that need nothing but a map and its model, so that they can be measured for any sample.
[[nodiscard]] std::vector<std::string> mapMetrics();
// Those that are asked for where nothing else is: they judge a model and its links by the truth.
[[nodiscard]] std::vector<std::string> truthMetrics();

} // namespace triptych::metrics
