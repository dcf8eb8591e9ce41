// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "inference/numerics/linked_maps.h"
#include "inference/numerics/map_region.h"

namespace triptych::numerics {

// How strongly each word is tied to each region and to its own strongest moment: everything that a drawing of links
// needs.
struct LinkTable {
    std::vector<MapRegion> regions;                 // the most looked at first; they do not share their peaks
    FloatArray wordRegion;                          // [word, region]: sum of the word's map inside the region
    std::vector<std::optional<MapStretch>> moments; // [word]; stretch.sum is the weight
    double largest = 0;                             // of all weights
};

// Regions come from the words' maps that reach a quarter of the strongest one, so that empty maps bring none.
[[nodiscard]] LinkTable linkTable(const RunResult& result, const LinkChoice& choice, int maxRegions = 6);

} // namespace triptych::numerics
