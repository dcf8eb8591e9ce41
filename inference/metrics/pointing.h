// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "inference/base/array.h"
#include "inference/contract/descriptor.h"
#include "inference/metrics/metric.h"
#include "inference/numerics/pointing.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& pointingDescriptor();
[[nodiscard]] const MetricDescriptor& pointingAudioDescriptor();

// links [unit, row, col] of the units [first, first + count), which belong to one word, summed. Empty for no such
// units.
[[nodiscard]] FloatArray mapOfUnits(const FloatArray& links, std::int64_t first, std::int64_t count);

// Right when the centre of the map's best patch lies on what the word names; a map without any difference is wrong.
[[nodiscard]] Answers pointing(const FloatArray& map, const numerics::ObjectMask& mask, std::span<const int> objects);

} // namespace triptych::metrics
