// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include "inference/backend/trace.h"
#include "inference/base/array.h"

namespace triptych::backend {

// Copies to the CPU as float32; any floating-point or integer tensor.
[[nodiscard]] FloatArray toFloatArray(const at::Tensor& tensor);
// Copies to the CPU: floats as float32, bool and uint8 as bytes, other integers as int64.
[[nodiscard]] AnyArray toArray(const at::Tensor& tensor);
[[nodiscard]] ArrayMap toArrays(const TensorMap& tensors);

// Copies; the tensor lies on the CPU.
[[nodiscard]] at::Tensor toTensor(const AnyArray& array);
[[nodiscard]] at::Tensor toTensor(const FloatArray& array);

} // namespace triptych::backend
