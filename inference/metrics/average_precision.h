// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/descriptor.h"
#include "inference/metrics/located_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& averagePrecisionDescriptor();

// Area under precision over recall as steps, without interpolation; units of equal relevance enter together. 0 where
// nothing is inside. Chance: the share of units inside.
[[nodiscard]] Localised averagePrecision(std::span<const float> map, const std::vector<bool>& inside);

} // namespace triptych::metrics
