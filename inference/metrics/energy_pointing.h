// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/descriptor.h"
#include "inference/metrics/located_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& energyPointingDescriptor();

// Wang et al. 2020 (Score-CAM): the positive relevance inside over all of it; 0 for a map without any. Chance: the
// share of units inside.
[[nodiscard]] Localised energyPointing(std::span<const float> map, const std::vector<bool>& inside);

} // namespace triptych::metrics
