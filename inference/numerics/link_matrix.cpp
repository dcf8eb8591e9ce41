// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/link_matrix.h"

#include <algorithm>
#include <numeric>

#include "inference/numerics/attention_sinks.h"

namespace triptych::numerics {
namespace {

// The unit of every position of a text axis: all tokens, or the ones that are not special where the axis leaves those
// out.
std::vector<int> wordOfPosition(const std::vector<Token>& tokens, std::size_t count) {
    std::vector<int> all;
    std::vector<int> ordinary;
    for (const Token& token : tokens) {
        all.push_back(token.word);
        if (!token.special)
            ordinary.push_back(token.word);
    }
    std::vector<int> words = count == ordinary.size() ? std::move(ordinary) : std::move(all);
    words.resize(count, -1);
    return words;
}

int unitCount(Modality modality, const ShownInputs& inputs) {
    switch (modality) {
    case Modality::Image:
        return inputs.patchGrid.count() > 0 ? inputs.patchGrid.count() : static_cast<int>(inputs.regions.size());
    case Modality::Text:
        return static_cast<int>(inputs.words.size());
    case Modality::Audio:
        return inputs.audioAxis.frames;
    }
    return 0;
}

AxisUnits unitsOf(Modality modality, const std::vector<int>& positions, const ShownInputs& inputs) {
    AxisUnits axis{modality, unitCount(modality, inputs), {}, {}};
    std::vector<int> units(positions.size());
    if (modality == Modality::Text)
        units = wordOfPosition(inputs.tokens, positions.size());
    else
        std::iota(units.begin(), units.end(), 0);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (units[i] < 0 || units[i] >= axis.unitCount)
            continue;
        axis.positions.push_back(positions[i]);
        axis.units.push_back(units[i]);
    }
    return axis;
}

std::vector<int> consecutive(int begin, int count) {
    std::vector<int> positions(static_cast<std::size_t>(std::max(0, count)));
    std::iota(positions.begin(), positions.end(), begin);
    return positions;
}

void appendLinks(std::vector<LinkMatrix>& matrices, const FloatArray& links, Modality query, Modality key,
                 const ShownInputs& inputs) {
    if (links.empty())
        return;
    LinkMatrix matrix;
    matrix.values = links.values();
    matrix.queryCount = static_cast<int>(links.extent(0));
    matrix.keyCount = static_cast<int>(links.size()) / matrix.queryCount;
    matrix.queries = unitsOf(query, consecutive(0, matrix.queryCount), inputs);
    matrix.keys = unitsOf(key, consecutive(0, matrix.keyCount), inputs);
    matrices.push_back(std::move(matrix));
}

} // namespace

std::vector<AxisUnits> axisUnits(const std::vector<AxisSegment>& segments, const ShownInputs& inputs) {
    std::vector<AxisUnits> axes;
    for (const Modality modality : allModalities) {
        std::vector<int> positions;
        for (const AxisSegment& segment : segments) {
            const std::vector<int> more = consecutive(segment.begin, segment.modality == modality ? segment.count : 0);
            positions.insert(positions.end(), more.begin(), more.end());
        }
        if (AxisUnits axis = unitsOf(modality, positions, inputs); !axis.positions.empty())
            axes.push_back(std::move(axis));
    }
    return axes;
}

std::vector<int> AxisUnits::positionsOf(std::span<const int> wanted) const {
    std::vector<int> found;
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (std::find(wanted.begin(), wanted.end(), units[i]) != wanted.end())
            found.push_back(positions[i]);
    return found;
}

float LinkMatrix::at(const LinkChoice& choice, int query, int key) const {
    const std::size_t plane = static_cast<std::size_t>(queryCount) * static_cast<std::size_t>(keyCount);
    const float* weight = values.data() + static_cast<std::size_t>(query) * static_cast<std::size_t>(keyCount) + key;
    if (choice.heads == HeadReduction::One || heads == 1)
        return weight[plane * static_cast<std::size_t>(std::clamp(choice.head, 0, heads - 1))];
    float sum = 0;
    float largest = *weight;
    for (int head = 0; head < heads; ++head, weight += plane) {
        sum += *weight;
        largest = std::max(largest, *weight);
    }
    return choice.heads == HeadReduction::Max ? largest : sum / static_cast<float>(heads);
}

std::vector<AxisUnits> keyAxes(const AttentionMap& map, const ShownInputs& inputs, const LinkChoice& choice) {
    std::vector<AxisUnits> axes = axisUnits(map.keys, inputs);
    if (choice.sinkFactor <= 0)
        return axes;
    for (const std::size_t sink : attentionSinks(map.weights, choice.sinkFactor)) {
        for (AxisUnits& axis : axes) {
            const auto found = std::find(axis.positions.begin(), axis.positions.end(), static_cast<int>(sink));
            if (found == axis.positions.end())
                continue;
            axis.units.erase(axis.units.begin() + (found - axis.positions.begin()));
            axis.positions.erase(found);
        }
    }
    return axes;
}

std::vector<LinkMatrix> attentionMatrices(const AttentionLayer& layer, const ShownInputs& inputs,
                                          const LinkChoice& choice) {
    std::vector<LinkMatrix> matrices;
    for (const AttentionMap* map : layer.maps) {
        const std::vector<AxisUnits> queryAxes = axisUnits(map->queries, inputs);
        const std::vector<AxisUnits> keys = keyAxes(*map, inputs, choice);
        for (const AxisUnits& queries : queryAxes) {
            for (const AxisUnits& axis : keys)
                matrices.push_back(LinkMatrix{map->weights.values(), static_cast<int>(map->weights.extent(0)),
                                              static_cast<int>(map->weights.extent(1)),
                                              static_cast<int>(map->weights.extent(2)), queries, axis});
        }
    }
    return matrices;
}

std::vector<LinkMatrix> methodMatrices(const Links& links, const ShownInputs& inputs) {
    std::vector<LinkMatrix> matrices;
    appendLinks(matrices, links.textImage, Modality::Text, Modality::Image, inputs);
    appendLinks(matrices, links.audioImage, Modality::Audio, Modality::Image, inputs);
    appendLinks(matrices, links.textAudio, Modality::Text, Modality::Audio, inputs);
    appendLinks(matrices, links.audioText, Modality::Audio, Modality::Text, inputs);
    return matrices;
}

std::vector<float> lookedAt(const LinkMatrix& matrix, const LinkChoice& choice, std::span<const int> queryPositions) {
    std::vector<float> units(static_cast<std::size_t>(matrix.keys.unitCount));
    const float share = 1.0F / static_cast<float>(std::max<std::size_t>(1, queryPositions.size()));
    for (const int query : queryPositions)
        for (std::size_t i = 0; i < matrix.keys.positions.size(); ++i)
            units[static_cast<std::size_t>(matrix.keys.units[i])] +=
                share * matrix.at(choice, query, matrix.keys.positions[i]);
    return units;
}

std::vector<float> lookers(const LinkMatrix& matrix, const LinkChoice& choice, std::span<const int> keyPositions) {
    std::vector<float> units(static_cast<std::size_t>(matrix.queries.unitCount));
    std::vector<int> rows(units.size());
    for (std::size_t i = 0; i < matrix.queries.positions.size(); ++i) {
        const auto unit = static_cast<std::size_t>(matrix.queries.units[i]);
        ++rows[unit];
        for (const int key : keyPositions)
            units[unit] += matrix.at(choice, matrix.queries.positions[i], key);
    }
    for (std::size_t unit = 0; unit < units.size(); ++unit)
        units[unit] /= static_cast<float>(std::max(1, rows[unit]));
    return units;
}

} // namespace triptych::numerics
