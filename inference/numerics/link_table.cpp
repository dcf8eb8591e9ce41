// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/link_table.h"

#include <algorithm>

namespace triptych::numerics {
namespace {

constexpr float weakestPeak = 0.25F;

bool holds(const MapRegion& region, int unit) {
    return std::binary_search(region.units.begin(), region.units.end(), unit);
}

// Regions in place of patches have no neighbours: each stands for itself.
std::vector<MapRegion> unitsAbove(const FloatArray& map, float level) {
    std::vector<MapRegion> units;
    for (int unit = 0; unit < static_cast<int>(map.size()); ++unit)
        if (const float value = map.values()[static_cast<std::size_t>(unit)]; value > 0 && value >= level)
            units.push_back({{unit}, unit, value, 0});
    return units;
}

std::vector<MapRegion> mergedRegions(const std::vector<LinkedMaps>& words, int maxRegions) {
    float strongest = 0;
    for (const LinkedMaps& maps : words)
        strongest = std::max(strongest, summarise(maps.image.values()).maximum);
    std::vector<MapRegion> candidates;
    for (const LinkedMaps& maps : words) {
        if (summarise(maps.image.values()).maximum < weakestPeak * strongest)
            continue;
        const float level = outlineShare * summarise(maps.image.values()).maximum;
        for (MapRegion& region :
             maps.image.rank() == 1 ? unitsAbove(maps.image, level) : regionsAbove(maps.image, level))
            candidates.push_back(std::move(region));
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const MapRegion& a, const MapRegion& b) { return a.sum > b.sum; });
    std::vector<MapRegion> kept;
    for (MapRegion& candidate : candidates) {
        const bool known = std::any_of(kept.begin(), kept.end(), [&](const MapRegion& region) {
            return holds(region, candidate.peak) || holds(candidate, region.peak);
        });
        if (!known && static_cast<int>(kept.size()) < maxRegions)
            kept.push_back(std::move(candidate));
    }
    return kept;
}

} // namespace

LinkTable linkTable(const RunResult& result, const LinkChoice& choice, int maxRegions) {
    const auto wordCount = static_cast<int>(result.inputs.words.size());
    std::vector<LinkedMaps> words;
    for (int word = 0; word < wordCount; ++word)
        words.push_back(linkedMaps(result, choice, LinkSource{Modality::Text, {word}}));

    LinkTable table;
    table.regions = mergedRegions(words, maxRegions);
    table.wordRegion = FloatArray(Shape{wordCount, static_cast<std::int64_t>(table.regions.size())});
    for (int word = 0; word < wordCount; ++word) {
        const LinkedMaps& maps = words[static_cast<std::size_t>(word)];
        const std::span<float> weights = table.wordRegion.row({word});
        for (std::size_t region = 0; region < table.regions.size() && !maps.image.empty(); ++region) {
            for (const int unit : table.regions[region].units)
                weights[region] += maps.image.values()[static_cast<std::size_t>(unit)];
            table.largest = std::max(table.largest, static_cast<double>(weights[region]));
        }
        table.moments.push_back(strongestStretch(maps.audio.values()));
        if (table.moments.back())
            table.largest = std::max(table.largest, table.moments.back()->sum);
    }
    return table;
}

} // namespace triptych::numerics
