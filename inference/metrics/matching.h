// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/contract/descriptor.h"
#include "inference/metrics/metric.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& matchingDescriptor();

// Right when the true caption scores above its negative; equal scores are wrong. Chance 0.5.
[[nodiscard]] Answers matching(double trueScore, double negativeScore);

} // namespace triptych::metrics
