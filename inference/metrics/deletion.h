// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& deletionDescriptor();

// Petsiuk et al. 2018 (RISE): the mean height of the target's curve while the most relevant units are removed first.
[[nodiscard]] Result<QualityFigure> deletion(const UnitMap& map, const FaithfulnessOptions& options,
                                             const Monitor& monitor);

} // namespace triptych::metrics
