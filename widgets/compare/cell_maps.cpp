// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/cell_maps.h"

#include <algorithm>

namespace triptych::widgets {

CellMaps cellMaps(const RunResult& result, numerics::LinkChoice choice,
                  const std::optional<numerics::LinkSource>& source) {
    if (choice.layer < 0)
        choice.layer = static_cast<int>(numerics::attentionLayers(result).size()) - 1;
    CellMaps cell{numerics::linkedMaps(result, choice, std::nullopt), false};
    if (!source)
        return cell;
    numerics::LinkedMaps linked = numerics::linkedMaps(result, choice, source);
    for (const Modality modality : allModalities)
        cell.ofSource = cell.ofSource || (modality != source->modality && !linked.of(modality).empty());
    if (!cell.ofSource)
        return cell;
    // What points keeps what it is worth for the score.
    if (linked.of(source->modality).empty())
        linked.of(source->modality) = cell.maps.of(source->modality);
    cell.maps = std::move(linked);
    return cell;
}

std::optional<Modality> mainModality(const numerics::LinkedMaps& maps) {
    for (const Modality modality : {Modality::Image, Modality::Audio, Modality::Text})
        if (!maps.of(modality).empty())
            return modality;
    return std::nullopt;
}

FloatArray scaled(const FloatArray& map, MapScale scale) {
    if (scale == MapScale::Raw)
        return map;
    FloatArray shares = numerics::asShares(map);
    for (float& value : shares.values())
        value *= static_cast<float>(shares.size());
    return shares;
}

numerics::PlacedMap placed(const RunResult& result, const FloatArray& map, Modality modality) {
    const bool isPicture = modality == Modality::Image && map.rank() == 2;
    return {map, isPicture ? numerics::coveredPart(result.inputs.patchGrid, result.inputs.picture) : Box{0, 0, 1, 1}};
}

numerics::MapPair comparable(const RunResult& a, const numerics::LinkedMaps& mapsA, const RunResult& b,
                             const numerics::LinkedMaps& mapsB, MapScale scale) {
    const auto mapOf = [&](const numerics::LinkedMaps& maps, Modality modality) {
        return scale == MapScale::Raw ? maps.of(modality) : numerics::asShares(maps.of(modality));
    };
    for (const Modality modality : {Modality::Image, Modality::Audio, Modality::Text}) {
        const FloatArray mapA = mapOf(mapsA, modality);
        const FloatArray mapB = mapOf(mapsB, modality);
        // Words, and regions in place of patches, have no common axis but their number.
        const bool countsOnly = modality == Modality::Text || (modality == Modality::Image && mapA.rank() == 1);
        if (mapA.empty() || mapB.empty() || (countsOnly && mapA.shape() != mapB.shape()))
            continue;
        return numerics::onCommonGrid(placed(a, mapA, modality), placed(b, mapB, modality));
    }
    return {};
}

} // namespace triptych::widgets
