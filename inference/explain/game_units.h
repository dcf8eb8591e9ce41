// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/explain/unit_cut.h"

namespace triptych::explain {

// The units of a sample that a target depends on.
struct GameUnits {
    UnitCounts counts;
    std::vector<int> players; // that can be removed, ascending
    std::optional<UnitCut> image;
    std::optional<UnitCut> audio;
    int textRow = 0; // of the explained text
};

// InvalidInput where nothing can be removed.
[[nodiscard]] Result<GameUnits> gameUnits(const ExplainInput& input);

} // namespace triptych::explain
