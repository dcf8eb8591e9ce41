// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/registry.h"

#include "inference/metrics/matching.h"
#include "inference/metrics/pointing.h"
#include "inference/metrics/recall_at_1.h"

namespace triptych::metrics {

std::vector<MetricDescriptor> metricDescriptors() {
    return {recallAt1Descriptor(), matchingDescriptor(), pointingDescriptor(), pointingAudioDescriptor()};
}

} // namespace triptych::metrics
