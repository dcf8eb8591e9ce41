// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/modality_subsets.h"

#include <algorithm>

namespace triptych::explain {

namespace {

Coalition coalitionOf(const UnitCounts& units, const std::vector<Modality>& present) {
    Coalition coalition;
    for (const Modality modality : allModalities) {
        const bool isThere = std::ranges::find(present, modality) != present.end();
        coalition.insert(coalition.end(), static_cast<std::size_t>(units.countOf(modality)), isThere ? 1 : 0);
    }
    return coalition;
}

} // namespace

Result<std::vector<SubsetValue>> valuesOfSubsets(const CoalitionGame& game, Substrate substrate,
                                                 const Monitor& monitor) {
    const UnitCounts units = game.units();
    std::vector<Modality> played;
    for (const Modality modality : allModalities)
        if (units.countOf(modality) > 0)
            played.push_back(modality);
    std::vector<SubsetValue> subsets;
    std::vector<Coalition> coalitions;
    for (unsigned bits = 0; bits < 1U << played.size(); ++bits) {
        SubsetValue& subset = subsets.emplace_back();
        for (std::size_t m = 0; m < played.size(); ++m)
            if ((bits >> m & 1U) != 0)
                subset.present.push_back(played[m]);
        coalitions.push_back(coalitionOf(units, subset.present));
    }
    return game.values(coalitions, substrate, monitor).map([&](const std::vector<double>& values) {
        for (std::size_t i = 0; i < values.size(); ++i)
            subsets[i].value = values[i];
        return std::move(subsets);
    });
}

} // namespace triptych::explain
