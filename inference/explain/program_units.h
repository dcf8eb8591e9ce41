// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/base/error.h"
#include "inference/explain/units.h"
#include "inference/models/attention_program.h"

namespace triptych::explain {

// Where the units of a stream stand; empty for a stream that shows none.
[[nodiscard]] const Segments& segmentsOf(const models::AttentionProgram& program, const std::string& stream);

// Tokens of every stream that the program begins with: all but the joined ones.
[[nodiscard]] std::map<std::string, std::size_t> startingStreams(const models::AttentionProgram& program);

// Methods that keep matrices [n, n] over a stream's tokens ask first: OutOfMemory names a stream that is too long.
[[nodiscard]] Result<void> checkStreams(const models::AttentionProgram& program);

// Under which name a stream's tokens are recorded, and in which row of the batch the explained item stands.
struct Tower {
    std::string name;
    int row = 0;
};
[[nodiscard]] Tower towerOf(const models::AttentionProgram& program, const std::string& stream);

// "<tower>.hidden.embed", what enters the first layer.
[[nodiscard]] std::string embeddingsName(const std::string& tower);
// "<tower>.layers.<i>.hidden" for all layers that the trace holds, in their order.
[[nodiscard]] std::vector<std::string> hiddenLayers(const std::string& tower, const backend::Trace& trace);

} // namespace triptych::explain
