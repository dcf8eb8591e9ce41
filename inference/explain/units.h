// SPDX-License-Identifier: GPL-3.0-or-later
// From positions of token streams to the units that people see: patches, tokens, moments.
#pragma once

#include <span>
#include <vector>

#include "inference/contract/run_result.h"
#include "inference/numerics/matrix.h"

namespace triptych::explain {

using Segments = std::vector<AxisSegment>;

// Adds `values` (one per position of a stream) to the relevance of the modalities whose units stand there. Text keeps
// only word tokens; special tokens and padding stay 0.
void addToUnits(Relevance& relevance, const ShownInputs& shown, const Segments& segments,
                std::span<const float> values);

// Sets the links between the units of two streams from weights [row position, column position]. Links of a modality
// with itself are none. All rows and columns of text are kept, special tokens too.
void setLinks(Links& links, const ShownInputs& shown, const Segments& rows, const Segments& columns,
              const numerics::Matrix& weights);

} // namespace triptych::explain
