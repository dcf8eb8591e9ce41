// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/linked_maps.h"

#include <algorithm>

#include "inference/numerics/link_matrix.h"
#include "inference/numerics/readout_maps.h"

namespace triptych::numerics {
namespace {

bool tiesModalities(const AttentionMap& map) {
    for (const AxisSegment& query : map.queries)
        for (const AxisSegment& key : map.keys)
            if (query.modality != key.modality)
                return true;
    return false;
}

LinkedMaps fromSource(const std::vector<LinkMatrix>& matrices, const LinkChoice& choice, const LinkSource& source,
                      const ShownInputs& inputs) {
    LinkedMaps maps;
    maps.direction = choice.direction;
    const bool looks = choice.direction == LinkDirection::LooksAt;
    for (const LinkMatrix& matrix : matrices) {
        const AxisUnits& near = looks ? matrix.queries : matrix.keys;
        const AxisUnits& far = looks ? matrix.keys : matrix.queries;
        FloatArray& map = maps.of(far.modality);
        if (near.modality != source.modality || !map.empty())
            continue;
        const std::vector<int> positions = near.positionsOf(source.units);
        if (!positions.empty())
            map = unitMap(far.modality,
                          looks ? lookedAt(matrix, choice, positions) : lookers(matrix, choice, positions), inputs);
    }
    return maps;
}

bool reachesOthers(const LinkedMaps& maps, Modality source) {
    return std::any_of(allModalities.begin(), allModalities.end(),
                       [&](Modality modality) { return modality != source && !maps.of(modality).empty(); });
}

// In the asked direction, or the other one where that reaches no other modality.
LinkedMaps inEitherDirection(const std::vector<LinkMatrix>& matrices, LinkChoice choice, const LinkSource& source,
                             const ShownInputs& inputs) {
    LinkedMaps asked = fromSource(matrices, choice, source, inputs);
    if (reachesOthers(asked, source.modality))
        return asked;
    choice.direction = choice.direction == LinkDirection::LooksAt ? LinkDirection::LookedAtBy : LinkDirection::LooksAt;
    LinkedMaps other = fromSource(matrices, choice, source, inputs);
    return reachesOthers(other, source.modality) ? other : asked;
}

// Mean over all units of the other modalities that look.
LinkedMaps overall(const std::vector<LinkMatrix>& matrices, const LinkChoice& choice, const ShownInputs& inputs) {
    LinkedMaps maps;
    maps.origin = LinkedMaps::Origin::Attention;
    for (const Modality modality : allModalities) {
        std::vector<float> total;
        std::size_t rows = 0;
        for (const LinkMatrix& matrix : matrices) {
            if (matrix.keys.modality != modality || matrix.queries.modality == modality)
                continue;
            const std::vector<float> part = lookedAt(matrix, choice, matrix.queries.positions);
            total.resize(part.size());
            for (std::size_t unit = 0; unit < part.size(); ++unit)
                total[unit] += part[unit] * static_cast<float>(matrix.queries.positions.size());
            rows += matrix.queries.positions.size();
        }
        for (float& value : total)
            value /= static_cast<float>(std::max<std::size_t>(1, rows));
        if (!total.empty())
            maps.of(modality) = unitMap(modality, std::move(total), inputs);
    }
    return maps;
}

LinkedMaps towardTarget(const RunResult& result) {
    LinkedMaps maps;
    maps.image = result.relevance.image;
    maps.text = wordSums(result.relevance.text, result.inputs);
    maps.audio = result.relevance.audio;
    return maps;
}

// Modalities that no other one looks at keep what the method itself made of raw attention.
LinkedMaps completed(LinkedMaps maps, const RunResult& result) {
    if (result.request.method != "attention")
        return maps;
    const LinkedMaps own = towardTarget(result);
    for (const Modality modality : allModalities)
        if (maps.of(modality).empty())
            maps.of(modality) = own.of(modality);
    return maps;
}

std::optional<AttentionLayer> layerAt(const RunResult& result, int layer) {
    const std::vector<AttentionLayer> layers = attentionLayers(result);
    if (layers.empty())
        return std::nullopt;
    const int last = static_cast<int>(layers.size()) - 1;
    return layers[static_cast<std::size_t>(std::clamp(layer, 0, last))];
}

std::vector<LinkMatrix> rawMatrices(const RunResult& result, const LinkChoice& choice) {
    const auto found = layerAt(result, choice.layer);
    return found ? attentionMatrices(*found, result.inputs, choice) : std::vector<LinkMatrix>{};
}

LinkedMaps rawOverall(const RunResult& result, const LinkChoice& choice) {
    const auto layer = layerAt(result, choice.layer);
    if (!layer)
        return {};
    const bool anyTie = std::any_of(layer->maps.begin(), layer->maps.end(),
                                    [](const AttentionMap* map) { return tiesModalities(*map); });
    return anyTie ? overall(attentionMatrices(*layer, result.inputs, choice), choice, result.inputs)
                  : readoutMaps(*layer, choice, result.inputs);
}

} // namespace

const FloatArray& LinkedMaps::of(Modality modality) const {
    return modality == Modality::Image ? image : modality == Modality::Text ? text : audio;
}

FloatArray& LinkedMaps::of(Modality modality) {
    return modality == Modality::Image ? image : modality == Modality::Text ? text : audio;
}

std::vector<AttentionLayer> attentionLayers(const RunResult& result) {
    const bool anyTie = std::any_of(result.attention.begin(), result.attention.end(), tiesModalities);
    std::vector<AttentionLayer> layers;
    for (const AttentionMap& map : result.attention) {
        if (map.weights.rank() != 3 || map.weights.empty() || (anyTie && !tiesModalities(map)))
            continue;
        const auto same = [&](const AttentionLayer& layer) {
            return layer.layer == map.layer && (!anyTie || layer.tower == map.tower);
        };
        auto found = std::find_if(layers.begin(), layers.end(), same);
        if (found == layers.end())
            found = layers.insert(layers.end(), AttentionLayer{map.tower, map.layer, 0, {}});
        found->maps.push_back(&map);
        found->heads = std::max(found->heads, static_cast<int>(map.weights.extent(0)));
    }
    // Pooling has the number -1 and reads what all layers made.
    std::stable_sort(layers.begin(), layers.end(), [](const AttentionLayer& a, const AttentionLayer& b) {
        return (a.layer < 0) != (b.layer < 0) ? b.layer < 0 : a.layer < b.layer;
    });
    return layers;
}

bool isLookedAt(const AttentionLayer& layer, Modality modality) {
    return std::any_of(layer.maps.begin(), layer.maps.end(), [&](const AttentionMap* map) {
        return std::any_of(map->keys.begin(), map->keys.end(),
                           [&](const AxisSegment& keys) { return keys.modality == modality && keys.count > 0; });
    });
}

LinkedMaps linkedMaps(const RunResult& result, const LinkChoice& choice, const std::optional<LinkSource>& source) {
    if (!source && !choice.rawAttention)
        return towardTarget(result);
    if (!source)
        return completed(rawOverall(result, choice), result);
    const std::vector<LinkMatrix> links =
        choice.rawAttention ? std::vector<LinkMatrix>{} : methodMatrices(result.relevance.links, result.inputs);
    const bool raw = links.empty();
    LinkedMaps maps = inEitherDirection(raw ? rawMatrices(result, choice) : links, choice, *source, result.inputs);
    maps.origin = raw ? LinkedMaps::Origin::Attention : LinkedMaps::Origin::Links;
    return maps;
}

FloatArray unitMap(Modality modality, std::vector<float> units, const ShownInputs& inputs) {
    if (modality == Modality::Image && units.size() == static_cast<std::size_t>(inputs.patchGrid.count()))
        return {{inputs.patchGrid.rows, inputs.patchGrid.cols}, std::move(units)};
    const auto count = static_cast<std::int64_t>(units.size());
    return {{count}, std::move(units)};
}

FloatArray wordSums(const FloatArray& tokens, const ShownInputs& inputs) {
    if (tokens.empty() || inputs.words.empty())
        return {};
    FloatArray words(Shape{static_cast<std::int64_t>(inputs.words.size())});
    const std::size_t count = std::min(tokens.size(), inputs.tokens.size());
    for (std::size_t i = 0; i < count; ++i) {
        const int word = inputs.tokens[i].word;
        if (word >= 0 && static_cast<std::size_t>(word) < words.size())
            words.values()[static_cast<std::size_t>(word)] += tokens.values()[i];
    }
    return words;
}

} // namespace triptych::numerics
