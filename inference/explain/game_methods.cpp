// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/game_methods.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace triptych::explain {

Substrate substrateOf(const Parameters& parameters) {
    const std::string& name = parameters.text("substrate");
    return name == "blur" ? Substrate::Blur : name == "neighbours" ? Substrate::Neighbours : Substrate::Zero;
}

std::vector<Coalition> coalitionsOf(const CoalitionGame& game, std::span<const numerics::PlayerMask> masks) {
    std::vector<Coalition> coalitions;
    coalitions.reserve(masks.size());
    for (const numerics::PlayerMask& mask : masks) {
        Coalition coalition(static_cast<std::size_t>(game.units().total()), 1);
        for (std::size_t i = 0; i < mask.size(); ++i)
            coalition[static_cast<std::size_t>(game.players()[i])] = mask[i];
        coalitions.push_back(std::move(coalition));
    }
    return coalitions;
}

Result<GameValues> play(const CoalitionGame& game, std::span<const numerics::PlayerMask> masks, Substrate substrate,
                        const Monitor& monitor) {
    std::vector<numerics::PlayerMask> asked(masks.begin(), masks.end());
    asked.emplace_back(game.players().size(), 1);
    asked.emplace_back(game.players().size(), 0);
    return game.values(coalitionsOf(game, asked), substrate, monitor).map([](std::vector<double> values) {
        GameValues result;
        result.none = values.back();
        values.pop_back();
        result.all = values.back();
        values.pop_back();
        result.values = std::move(values);
        return result;
    });
}

std::vector<double> perUnit(const CoalitionGame& game, std::span<const double> perPlayer) {
    std::vector<double> values(static_cast<std::size_t>(game.units().total()), 0);
    for (std::size_t i = 0; i < perPlayer.size(); ++i)
        values[static_cast<std::size_t>(game.players()[i])] = perPlayer[i];
    return values;
}

Result<std::vector<double>> permutationShapley(const CoalitionGame& game, int permutations, std::uint64_t seed,
                                               Substrate substrate, const Monitor& monitor) {
    const std::size_t players = game.players().size();
    std::mt19937_64 random(seed);
    std::vector<std::size_t> order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> shares(players, 0);
    const int walks = 2 * permutations;
    int walked = 0;
    for (; walked < walks; ++walked) {
        monitor.report("explain", walked, walks);
        if (walked % 2 == 0)
            std::ranges::shuffle(order, random);
        else
            std::ranges::reverse(order);
        std::vector<numerics::PlayerMask> walk{numerics::PlayerMask(players, 0)};
        for (const std::size_t player : order) {
            walk.push_back(walk.back());
            walk.back()[player] = 1;
        }
        const auto values = game.values(coalitionsOf(game, walk), substrate, {monitor.cancel, nullptr});
        if (!values && values.error().code == ErrorCode::Canceled && walked > 0)
            break;
        if (!values)
            return Failure(values.error());
        for (std::size_t i = 0; i < players; ++i)
            shares[order[i]] += (*values)[i + 1] - (*values)[i];
    }
    for (double& share : shares)
        share /= std::max(1, walked);
    return shares;
}

} // namespace triptych::explain
