// SPDX-License-Identifier: GPL-3.0-or-later
// What faithfulness metrics judge: the map of one modality over the units that a game can remove.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/modality.h"
#include "inference/contract/quality.h"

namespace triptych::metrics {

struct UnitMap {
    const CoalitionGame* game = nullptr;
    Modality modality = Modality::Image;
    int firstUnit = 0;             // of the modality in a coalition
    std::vector<int> players;      // indices into a coalition; units of the modality that can be removed
    std::vector<double> relevance; // [player]
    std::string target;            // for the protocol
};

// map [unit] of the modality, special tokens included; of a text without its padding. InvalidInput where its size is
// not that of the game's units or nothing of the modality can be removed; NotFinite.
[[nodiscard]] Result<UnitMap> unitMap(const CoalitionGame& game, Modality modality, std::span<const float> map,
                                      std::string target);

struct FaithfulnessOptions {
    Substrate substrate = Substrate::Zero;
    int steps = 20;       // of a curve
    int draws = 64;       // of metrics that perturb at random
    int randomOrders = 3; // whose mean is the chance of a curve; 0: no chance
    std::uint64_t seed = 0;
};

// Everything is there, or nothing but the units of the other modalities.
[[nodiscard]] Coalition everyone(const UnitMap& map);
[[nodiscard]] Coalition withoutPlayers(const UnitMap& map);

// Players as indices into UnitMap::players, by relevance; equal ones keep their order in the sample.
[[nodiscard]] std::vector<std::size_t> mostRelevantFirst(const UnitMap& map);
[[nodiscard]] std::vector<std::size_t> leastRelevantFirst(const UnitMap& map);
[[nodiscard]] std::vector<std::size_t> randomOrder(const UnitMap& map, std::uint64_t seed);

// The order as units of the modality, for QualityFigure::order.
[[nodiscard]] std::vector<int> unitsOf(const UnitMap& map, std::span<const std::size_t> order);

} // namespace triptych::metrics
