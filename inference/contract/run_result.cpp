// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/run_result.h"

#include <algorithm>

namespace triptych {

UnitCounts countUnits(const ShownInputs& inputs) {
    UnitCounts units;
    units.image = std::max(inputs.patchGrid.count(), static_cast<int>(inputs.regions.size()));
    units.text = static_cast<int>(
        std::count_if(inputs.tokens.begin(), inputs.tokens.end(), [](const Token& token) { return !token.special; }));
    units.audio = inputs.audioAxis.frames;
    return units;
}

} // namespace triptych
