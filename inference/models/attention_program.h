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
    int row = 0; // batch row of the explained item in this map
};

// Tokens of `query` look at tokens of `key`; map is [batch, heads, q, k].
struct CrossStep {
    std::string query;
    std::string key;
    std::string map;
    int row = 0;
};

// Two streams look at each other at once: both directions start from the same old state.
struct CoStep {
    CrossStep first;
    CrossStep second;
};

// `parts` are concatenated along the tokens and go on as `whole`; the parts end here.
struct JoinStep {
    std::vector<std::string> parts;
    std::string whole;
};

using ProgramStep = std::variant<SelfStep, CrossStep, CoStep, JoinStep>;

// Where the explained number is read. Either pooling attention over `stream` (map [batch, heads, q, n], query 0 is
// read), or a weight per token of `stream` (one-hot for a class token).
struct Readout {
    std::string stream;
    std::string poolMap;
    std::vector<float> rowWeights; // [n], sum 1; used when poolMap is empty
    int row = 0;                   // batch row of the explained item in poolMap
    // Relevancy starts with every token relevant to itself. Set where the rows that are read are themselves shown
    // (words, regions), so that this start is not taken for a finding.
    bool withoutIdentity = false;
    // Rollout only: what the stream reads from others counts as much as each of its tokens looks at the rows that are
    // read, not as much as these rows look at it; the published form for co-attention.
    bool othersTransposed = false;
};

struct AttentionProgram {
    std::vector<ProgramStep> steps;
    std::map<std::string, int> tokenCounts; // per stream
    // Per stream: where each modality's units stand, unit 0 first. Image and audio segments leave class tokens out; a
    // text segment counts special tokens, so that its units are the tokens of ShownInputs. A joined stream lists its
    // own segments.
    std::map<std::string, std::vector<AxisSegment>> segments;
    // What the target reads; relevance of all readouts is added, so each modality usually comes from one of them.
    std::vector<Readout> readouts;
};

} // namespace triptych::models
