// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/backend/trace.h"
#include "inference/contract/causes.h"
#include "inference/models/model.h"

namespace triptych::explain {

// The paths of every stream that shows units and keeps its tokens from layer to layer, from a pass that recorded its
// hidden states. Unsupported where no stream does.
[[nodiscard]] Result<std::vector<TokenPaths>> tokenPaths(const models::Model& model,
                                                         const models::PreparedSample& sample,
                                                         const backend::Trace& trace, const Target& target,
                                                         const Monitor& monitor);

// [layer, token, width], not centred -> points and shown shares of `paths`. Needs two tokens and two dimensions.
void layOutPaths(const at::Tensor& layers, TokenPaths& paths);

} // namespace triptych::explain
