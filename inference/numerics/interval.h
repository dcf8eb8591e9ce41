// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "inference/contract/mean_interval.h"

namespace triptych::numerics {

using triptych::MeanInterval;

// The mean with its percentile bootstrap interval (Efron 1979), the same for the same seed on every machine. All 0
// without values.
[[nodiscard]] MeanInterval bootstrapMean(std::span<const float> values, std::uint64_t seed, int resamples = 1000,
                                         double level = 0.95);

} // namespace triptych::numerics
