// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "inference/backend/trace.h"

namespace triptych::backend {

// The first tensor, in name order, that holds NaN or infinity.
[[nodiscard]] std::optional<std::string> firstNonFinite(const TensorMap& tensors);

} // namespace triptych::backend
