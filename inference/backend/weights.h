// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/nn/module.h>

#include "inference/backend/trace.h"
#include "inference/base/array.h"
#include "inference/base/error.h"

namespace triptych::backend {

struct WeightReport {
    std::vector<std::string> missing;    // parameters that the arrays do not name
    std::vector<std::string> unexpected; // arrays that no parameter takes
};

// Copies arrays into the parameters and buffers of the same name. ModelMismatch names the first tensor of a wrong
// shape, NotFinite the first one with NaN or infinite values; in both cases the module is left half-written and must be
// dropped.
[[nodiscard]] Result<WeightReport> loadWeights(torch::nn::Module& module, const ArrayMap& arrays);

// Copies of all parameters and buffers on the CPU.
[[nodiscard]] ArrayMap copyWeights(const torch::nn::Module& module);

} // namespace triptych::backend
