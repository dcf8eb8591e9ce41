// SPDX-License-Identifier: GPL-3.0-or-later
// How the attention maps of one forward pass connect its token streams, in the order in which the input passes them.
// Methods that multiply attention along the network (rollout, relevancy) walk this and know no family.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "inference/contract/run_result.h"

namespace triptych::models {

// The stream's tokens look at each other; map is [batch, heads, n, n].
struct SelfStep {
    std::string stream;
    std::string map;
};

// Tokens of `query` look at tokens of `key`; map is [batch, heads, q, k].
struct CrossStep {
    std::string query;
    std::string key;
    std::string map;
};

// `parts` are concatenated along the tokens and go on as `whole`.
struct JoinStep {
    std::vector<std::string> parts;
    std::string whole;
};

using ProgramStep = std::variant<SelfStep, CrossStep, JoinStep>;

// Where the explained number is read. Either pooling attention over `stream` (map [batch, heads, 1, n]), or a fixed row weight
// per token of `stream` (one-hot for a class token).
struct Readout {
    std::string stream;
    std::string poolMap;
    std::vector<float> rowWeights; // [n]; used when poolMap is empty
};

struct AttentionProgram {
    std::vector<ProgramStep> steps;
    std::map<std::string, int> tokenCounts;                    // per stream
    std::map<std::string, std::vector<AxisSegment>> segments;  // per stream: where each modality's units stand
    std::vector<Readout> readouts;
};

} // namespace triptych::models
