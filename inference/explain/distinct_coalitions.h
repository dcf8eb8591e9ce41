// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "inference/contract/coalition_game.h"

namespace triptych::explain {

// Masks over a few words repeat: every coalition stands in `all` once, coalition i as all[places[i]].
struct DistinctCoalitions {
    explicit DistinctCoalitions(std::span<const Coalition> coalitions) {
        std::unordered_map<std::string, std::size_t> known;
        for (const Coalition& coalition : coalitions) {
            const auto [found, isNew] = known.try_emplace(std::string(coalition.begin(), coalition.end()), all.size());
            if (isNew)
                all.push_back(coalition);
            places.push_back(found->second);
        }
    }

    std::vector<Coalition> all;
    std::vector<std::size_t> places;
};

} // namespace triptych::explain
