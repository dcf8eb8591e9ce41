// SPDX-License-Identifier: GPL-3.0-or-later
// What each player of a game adds, estimated from the values of coalitions. masks [coalition][player], 1 = present.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::numerics {

using PlayerMask = std::vector<std::uint8_t>;

// Coalitions drawn by the Shapley kernel (Lundberg and Lee 2017), each followed by its complement; neither empty nor
// full. `count` is rounded up to an even number. With fewer than two players there are none.
[[nodiscard]] std::vector<PlayerMask> shapleyCoalitions(std::size_t players, std::size_t count, std::uint64_t seed);

// KernelSHAP: least squares over drawn coalitions, whose frequency is their weight, under the constraint that the
// values of all players sum to valueOfAll - valueOfNone exactly.
[[nodiscard]] std::vector<double> kernelShapley(std::span<const PlayerMask> masks, std::span<const double> values,
                                                double valueOfAll, double valueOfNone);

// LIME (Ribeiro et al. 2016): ridge regression with an intercept; a coalition weighs exp(-d^2 / (2 width^2)) as in
// its authors' program, d the cosine distance of its mask to the full one.
[[nodiscard]] std::vector<double> limeWeights(std::span<const PlayerMask> masks, std::span<const double> values,
                                              double width, double ridge);

// Every player present with this probability, independent of the others.
[[nodiscard]] std::vector<PlayerMask> bernoulliMasks(std::size_t players, std::size_t count, double probability,
                                                     std::uint64_t seed);

// Pairwise interaction of players of two independent games halves (Banzhaf): the mean over their masks, each player
// present with probability 1/2, of f(a, b) - f(a) - f(b) + f. values [first, second] -> [first player * second
// players].
[[nodiscard]] std::vector<double> pairInteractions(std::span<const PlayerMask> first,
                                                   std::span<const PlayerMask> second, std::span<const float> values);

// The same for pairs of players of one game whose values are known for whole coalitions, each player present with
// probability 1/2: players `rows` with players `columns` -> [rows * columns].
[[nodiscard]] std::vector<double> jointInteractions(std::span<const PlayerMask> masks, std::span<const double> values,
                                                    std::span<const std::size_t> rows,
                                                    std::span<const std::size_t> columns);

// Solves (A + ridge I) x = b for a symmetric positive matrix A [n * n] by Cholesky; a direction without information
// gives 0.
[[nodiscard]] std::vector<double> solveSymmetric(std::vector<double> matrix, std::vector<double> right, double ridge);

} // namespace triptych::numerics
