// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <ATen/ATen.h>

namespace triptych::backend {

// The values plus uniform noise in [-radius, radius], drawn on the CPU, so that a seed means the same on every device.
[[nodiscard]] at::Tensor withUniformNoise(const at::Tensor& values, double radius, std::uint64_t seed);

} // namespace triptych::backend
