// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& roadMorfDescriptor();
[[nodiscard]] const MetricDescriptor& roadLerfDescriptor();

// ROAD (Rong et al. 2022): 10, 20, ... 90 % of the patches are removed and filled in from their neighbours, so that
// what is gone leaves no edge. Mean height of the curve; most relevant first (lower is better) or least relevant first
// (higher is better). InvalidInput for other modalities than images.
[[nodiscard]] Result<QualityFigure> roadMorf(const UnitMap& map, const FaithfulnessOptions& options,
                                             const Monitor& monitor);
[[nodiscard]] Result<QualityFigure> roadLerf(const UnitMap& map, const FaithfulnessOptions& options,
                                             const Monitor& monitor);

} // namespace triptych::metrics
