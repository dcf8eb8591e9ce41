// SPDX-License-Identifier: GPL-3.0-or-later
// For methods that look inside of a tower: which attention reads the image or the text for the target, and one more
// pass of the model that keeps what they need.
#pragma once

#include <string>
#include <vector>

#include "inference/explain/method.h"

namespace triptych::explain {

// The tower whose tokens the target reads as the image or the text.
struct TowerReader {
    std::vector<std::string> maps; // self-attention in the order of the layers: "vision.layers.0.attention"
    std::string pool;              // the attention that pools the tokens; empty: one token is read
    int row = 0;                   // of the batch
    int token = 0;                 // that is read; 0 of the pooling queries where `pool` is set
    AxisSegment units;             // where the patches or the text's tokens stand among the tower's tokens

    // The last attention before the target reads the image.
    [[nodiscard]] const std::string& last() const { return pool.empty() ? maps.back() : pool; }
};

// Unsupported where the target does not read one token of a tower that is of this modality alone, as after
// cross-attention.
[[nodiscard]] Result<TowerReader> towerReader(const ExplainInput& input, Modality modality);

struct InnerPass {
    backend::Trace trace;
    at::Tensor target;
};

// Passes the sample again with the image's pixels as the begin of the autograd graph. The trace says what is kept.
[[nodiscard]] Result<InnerPass> passAgain(const ExplainInput& input, backend::Trace trace, const Monitor& monitor);

// [patches] as the grid that is shown: [row, col].
[[nodiscard]] Result<FloatArray> overPatchGrid(const at::Tensor& values, const ShownInputs& shown);

} // namespace triptych::explain
