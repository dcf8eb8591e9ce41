// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/world/scene.h"

namespace triptych::training {

// What each patch of a rendered scene shows; patches row by row.
struct PatchTruth {
    // Per patch: number (1-based) of the object that fills most of it, where it fills at least a quarter; 0 =
    // background only; -1 = a border that is neither.
    std::vector<int> owner;
    // Per object: the patches whose centre lies on its visible surface; where there is none, the patch that it fills
    // most.
    std::vector<std::vector<int>> objectPatches;
};

// The mask's edge must be a multiple of patchesPerEdge.
[[nodiscard]] PatchTruth patchTruth(const world::RenderedScene& picture, int objectCount, int patchesPerEdge);

} // namespace triptych::training
