// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/noise.h"

#include <ATen/CPUGeneratorImpl.h>

namespace triptych::backend {

at::Tensor withUniformNoise(const at::Tensor& values, double radius, std::uint64_t seed) {
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    const at::Tensor noise = at::rand(values.sizes(), generator, at::TensorOptions(at::kFloat));
    return values + (noise * (2.0 * radius) - radius).to(values.options());
}

} // namespace triptych::backend
