// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/numerics/linked_maps.h"

namespace triptych::numerics {

// What the rows that the target reads look at in one layer: for towers that meet only in a score, the class token of
// the picture and the last or first token of the text. Rows count by AttentionMap::readout, all alike where that is
// empty. Of several maps with keys of one modality the first counts.
[[nodiscard]] LinkedMaps readoutMaps(const AttentionLayer& layer, const LinkChoice& choice, const ShownInputs& inputs);

} // namespace triptych::numerics
