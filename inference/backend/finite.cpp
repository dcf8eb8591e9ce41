// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/finite.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace triptych::backend {

std::optional<std::string> firstNonFinite(const TensorMap& tensors) {
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : tensors)
        if (tensor.is_floating_point() && !at::isfinite(tensor).all().item<bool>())
            return name;
    return std::nullopt;
}

} // namespace triptych::backend
