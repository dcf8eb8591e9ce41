// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& infidelityDescriptor();

// Yeh et al. 2019: the mean squared difference between what removed units say in sum and what the target loses, over
// random coalitions, after the map was scaled by the factor that fits best. Divided by the mean squared loss, so that 0
// is a map that tells every loss and 1 one that tells nothing. A target that nothing moves is InvalidInput.
[[nodiscard]] Result<QualityFigure> infidelity(const UnitMap& map, const FaithfulnessOptions& options,
                                               const Monitor& monitor);

} // namespace triptych::metrics
