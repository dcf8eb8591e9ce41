// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest set of units whose removal turns a decision: beam search over sets of growing size, then, where the
// budget ends before, a greedy removal in the order of the single effects, from which every unit is put back that is
// not needed.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "inference/base/progress.h"
#include "inference/contract/coalition_game.h"

namespace triptych::explain {

// A decision's margin for each coalition; it holds while the margin is above 0.
using Margin = std::function<Result<std::vector<double>>(std::span<const Coalition>)>;

struct RemovalOptions {
    int beam = 3;
    int budget = 2000; // coalitions at most
};

struct Removal {
    double marginBefore = 0;
    double marginAfter = 0; // of the set in `removed`, or the lowest that was seen
    bool isFound = false;
    std::vector<int> removed; // units, ascending; empty where nothing was found
    int runs = 0;
};

// `players`: units that may be removed, of `units` in all. Nothing is removed where the decision does not hold to begin
// with. Errors: of the margin; Canceled.
[[nodiscard]] Result<Removal> fewestRemovals(std::span<const int> players, int units, const Margin& margin,
                                             const RemovalOptions& options, const Monitor& monitor);

} // namespace triptych::explain
