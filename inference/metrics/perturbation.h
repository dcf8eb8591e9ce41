// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& positivePerturbationDescriptor();
[[nodiscard]] const MetricDescriptor& negativePerturbationDescriptor();

// Chefer et al. 2021: 0, 25, 50, 75, 80, 85, 90, 95 and 100 % of the units are removed, the most relevant first
// (positive: lower is better) or the least relevant first (negative: higher is better). Mean height of the curve.
[[nodiscard]] Result<QualityFigure> positivePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                                         const Monitor& monitor);
[[nodiscard]] Result<QualityFigure> negativePerturbation(const UnitMap& map, const FaithfulnessOptions& options,
                                                         const Monitor& monitor);

} // namespace triptych::metrics
