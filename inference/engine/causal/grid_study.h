// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "inference/contract/causes.h"
#include "inference/engine/causal/laboratory.h"

namespace triptych::engine {

using GridGrown = std::function<void(const StudyGrid&)>;

// Heads, Looks and Restore: one run of the changed sample per cell. InvalidInput where the sample has no row or no
// column for it.
[[nodiscard]] Result<StudyGrid> studyGrid(const Laboratory& laboratory, const Changed& changed,
                                          const StudyRequest& request, const GridGrown& grown, const Monitor& monitor);

} // namespace triptych::engine
