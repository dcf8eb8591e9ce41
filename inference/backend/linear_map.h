// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace triptych::backend {

// values [..., in] W^T + b, W [out, in], b [out] or undefined: at::linear, differentiable by `values`. On a CPU, few
// rows of float32 go to oneDNN, whose products of a thin matrix with a large one are faster than those of the BLAS that
// at::linear calls (1.0 to 1.6 times at 50 rows on AVX2). With large weights so do thousands of rows: 128 masks of RISE
// on CLIP B/32 took 14.4 in place of 17.4 s.
[[nodiscard]] at::Tensor linearMap(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias);

} // namespace triptych::backend
