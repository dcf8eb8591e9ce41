// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace triptych::backend {

// values [..., in] W^T + b, W [out, in], b [out] or undefined: at::linear, differentiable by `values`. On a CPU, large
// weights in float32 go to oneDNN, whose products are 1.0 to 2.2 times as fast as those of the BLAS that at::linear
// calls (two threads, AVX2, 3 to 1600 rows); with small weights they are slower.
[[nodiscard]] at::Tensor linearMap(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias);

} // namespace triptych::backend
