// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "inference/base/array.h"
#include "inference/contract/descriptor.h"
#include "inference/metrics/metric.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& recallAt1Descriptor();

inline constexpr std::size_t recallPoolSize = 100;

// Whether the item fits the query, by the truth of the samples.
using Fits = std::function<bool(std::size_t query, std::size_t item)>;

// scores [query, item]: query i was made for item i. Consecutive pools of `poolSize` are searched, an incomplete last
// one is left out unless it is the only one. A query is right when its own item is first. Its ceiling is 1 over the
// number of items that fit.
[[nodiscard]] Answers recallAt1(const FloatArray& scores, std::size_t poolSize, const Fits& fits);

} // namespace triptych::metrics
