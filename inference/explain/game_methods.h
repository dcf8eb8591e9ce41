// SPDX-License-Identifier: GPL-3.0-or-later
// What methods share that play a sample's units as a game.
#pragma once

#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/explain/parameters.h"
#include "inference/numerics/shapley.h"

namespace triptych::explain {

// The parameter "substrate" as a value.
[[nodiscard]] Substrate substrateOf(const Parameters& parameters);

// Masks over the players as coalitions of all units; what is no player is there.
[[nodiscard]] std::vector<Coalition> coalitionsOf(const CoalitionGame& game,
                                                  std::span<const numerics::PlayerMask> masks);

// The values of masks over the players, then that of all units and that of no player.
struct GameValues {
    std::vector<double> values;
    double all = 0;
    double none = 0;
};
[[nodiscard]] Result<GameValues> play(const CoalitionGame& game, std::span<const numerics::PlayerMask> masks,
                                      Substrate substrate, const Monitor& monitor);

// One value per unit from one per player; 0 for what is no player.
[[nodiscard]] std::vector<double> perUnit(const CoalitionGame& game, std::span<const double> perPlayer);

// Shapley values of the players by permutations, each walked forward and backward. They sum to all - none exactly, also
// when they are cancelled after the first walk: then they are the mean of those that were walked.
[[nodiscard]] Result<std::vector<double>> permutationShapley(const CoalitionGame& game, int permutations,
                                                             std::uint64_t seed, Substrate substrate,
                                                             const Monitor& monitor);

} // namespace triptych::explain
