// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/metrics/unit_map.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& completenessDescriptor();

// |sum of the map - (value of all - value without the modality)| over |value of all - value without the modality|: 0
// for a complete attribution of this game. A target that the modality does not move is InvalidInput.
[[nodiscard]] Result<QualityFigure> completeness(const UnitMap& map, const FaithfulnessOptions& options,
                                                 const Monitor& monitor);

} // namespace triptych::metrics
