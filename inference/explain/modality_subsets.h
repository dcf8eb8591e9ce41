// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/contract/causes.h"
#include "inference/contract/coalition_game.h"

namespace triptych::explain {

// The target for every subset of the modalities that have units: all units of the others are removed. From none to
// all.
[[nodiscard]] Result<std::vector<SubsetValue>> valuesOfSubsets(const CoalitionGame& game, Substrate substrate,
                                                               const Monitor& monitor);

} // namespace triptych::explain
