// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/engine/run_pass.h"

namespace triptych::engine {

// The map that the pass's method gives of the same prepared sample and target in another model of the same shapes, or
// with some input tensors replaced.
[[nodiscard]] Result<Relevance> explainAgain(const models::Model& model, const Plan& plan, const Pass& pass,
                                             const backend::TensorMap& inputs, const Monitor& monitor);

// Pixels, region features and sound features with uniform noise in [-radius, radius] added. InvalidInput where the
// sample has none of them.
[[nodiscard]] Result<backend::TensorMap> noisyInputs(const models::PreparedSample& sample, const Target& target,
                                                     double radius, std::uint64_t seed);

} // namespace triptych::engine
