// SPDX-License-Identifier: GPL-3.0-or-later
// The watched attention maps of a forward pass, packed for the result.
#pragma once

#include <vector>

#include "inference/base/error.h"
#include "inference/contract/run_request.h"
#include "inference/contract/run_result.h"
#include "inference/models/model.h"

namespace triptych::engine {

// One entry per attention map of the trace that `watch` names, in the order in which the input passes them: the
// explained sample's row with the units on both axes. Maps that lead to the target come with its program; the others
// are placed by other pairs of the sample, or have no segments.
[[nodiscard]] Result<std::vector<AttentionMap>> packAttention(const models::Model& model,
                                                              const models::PreparedSample& sample,
                                                              const backend::Trace& trace, const Target& target,
                                                              const Watch& watch);

} // namespace triptych::engine
