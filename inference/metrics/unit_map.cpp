// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/unit_map.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "inference/numerics/random_order.h"

namespace triptych::metrics {

namespace {

std::vector<std::size_t> inOrder(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

} // namespace

Result<UnitMap> unitMap(const CoalitionGame& game, Modality modality, std::span<const float> map, std::string target) {
    const int first = game.units().beginOf(modality);
    const int count = game.units().countOf(modality);
    const std::string name(toString(modality));
    // Of a text only its tokens have values; what follows is padding.
    const bool fits = modality == Modality::Text ? map.size() <= static_cast<std::size_t>(count)
                                                 : map.size() == static_cast<std::size_t>(count);
    if (!fits)
        return fail(ErrorCode::InvalidInput,
                    "The map has " + std::to_string(map.size()) + " values, the sample " + std::to_string(count) +
                        " units of this modality; explain the sample anew.",
                    name);
    UnitMap found{&game, modality, first, {}, {}, std::move(target)};
    for (const int player : game.players()) {
        if (player < first || player >= first + static_cast<int>(map.size()))
            continue;
        const float value = map[static_cast<std::size_t>(player - first)];
        if (!std::isfinite(value))
            return fail(ErrorCode::NotFinite, "The map holds values that are not finite; try another method.", name);
        found.players.push_back(player);
        found.relevance.push_back(static_cast<double>(value));
    }
    if (found.players.empty())
        return fail(ErrorCode::InvalidInput, "Nothing of this modality can be removed, so its map cannot be judged.",
                    name);
    return found;
}

Coalition everyone(const UnitMap& map) {
    return Coalition(static_cast<std::size_t>(map.game->units().total()), 1);
}

Coalition withoutPlayers(const UnitMap& map) {
    Coalition coalition = everyone(map);
    for (const int player : map.players)
        coalition[static_cast<std::size_t>(player)] = 0;
    return coalition;
}

std::vector<std::size_t> mostRelevantFirst(const UnitMap& map) {
    std::vector<std::size_t> order = inOrder(map.players.size());
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return map.relevance[i]; });
    return order;
}

std::vector<std::size_t> leastRelevantFirst(const UnitMap& map) {
    std::vector<std::size_t> order = inOrder(map.players.size());
    std::ranges::stable_sort(order, std::ranges::less(), [&](std::size_t i) { return map.relevance[i]; });
    return order;
}

std::vector<std::size_t> randomOrder(const UnitMap& map, std::uint64_t seed) {
    return numerics::randomOrder(map.players.size(), seed);
}

std::vector<int> unitsOf(const UnitMap& map, std::span<const std::size_t> order) {
    std::vector<int> units;
    units.reserve(order.size());
    for (const std::size_t player : order)
        units.push_back(map.players[player] - map.firstUnit);
    return units;
}

} // namespace triptych::metrics
