// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/attention_program.h"
#include "inference/models/model.h"

namespace triptych::models {

// Self-attention of layers 0 .. layers - 1 of a tower whose stream has the tower's name.
void addSelfSteps(AttentionProgram& program, const std::string& tower, int layers, int row);

// The same of a tower whose layers also look at another stream, self-attention first.
void addReadingSteps(AttentionProgram& program, const std::string& tower, const std::string& key, int layers, int row);

// A read-out of one position of a stream of `count` tokens.
[[nodiscard]] Readout readPosition(const std::string& stream, int count, int position);
// A read-out of a pooling attention over a stream.
[[nodiscard]] Readout readPool(const std::string& stream, const std::string& map, int row);

// The segment holds units of item `item`; of an item that is not shown there are no segments.
void showSegment(AttentionProgram& program, const PreparedSample& sample, const std::string& stream,
                 AxisSegment segment, int item);

// Extent of an axis of a recorded map; 0 where it was not recorded.
[[nodiscard]] int extentOf(const backend::Trace& trace, const std::string& map, int axis);

} // namespace triptych::models
