// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/contract/descriptor.h"

namespace triptych::metrics {

// In the order in which they are reported.
[[nodiscard]] std::vector<MetricDescriptor> metricDescriptors();

} // namespace triptych::metrics
