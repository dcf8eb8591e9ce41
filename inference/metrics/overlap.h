// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/descriptor.h"
#include "inference/metrics/located_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& bestOverlapDescriptor();
[[nodiscard]] const MetricDescriptor& otsuOverlapDescriptor();

// Intersection over union of the truth and the units at or above a threshold: the best one of all (chance: everything
// is marked), or Otsu's (chance: as many units as the threshold marks, at random). A map without any difference marks
// nothing by Otsu's.
[[nodiscard]] Localised bestOverlap(std::span<const float> map, const std::vector<bool>& inside);
[[nodiscard]] Localised otsuOverlap(std::span<const float> map, const std::vector<bool>& inside);

} // namespace triptych::metrics
