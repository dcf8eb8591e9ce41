// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/readout_maps.h"

#include "inference/numerics/link_matrix.h"

namespace triptych::numerics {
namespace {

std::vector<float> rowWeights(const AttentionMap& map) {
    const auto rows = static_cast<std::size_t>(map.weights.extent(1));
    if (map.readout.size() == rows)
        return map.readout;
    return std::vector<float>(rows, 1.0F / static_cast<float>(rows));
}

std::vector<float> keyUnits(const LinkMatrix& matrix, const LinkChoice& choice, const std::vector<float>& rows) {
    std::vector<float> units(static_cast<std::size_t>(matrix.keys.unitCount));
    for (int query = 0; query < matrix.queryCount; ++query) {
        const float weight = rows[static_cast<std::size_t>(query)];
        if (weight == 0)
            continue;
        for (std::size_t i = 0; i < matrix.keys.positions.size(); ++i)
            units[static_cast<std::size_t>(matrix.keys.units[i])] +=
                weight * matrix.at(choice, query, matrix.keys.positions[i]);
    }
    return units;
}

} // namespace

LinkedMaps readoutMaps(const AttentionLayer& layer, const LinkChoice& choice, const ShownInputs& inputs) {
    LinkedMaps maps;
    maps.origin = LinkedMaps::Origin::Attention;
    for (const AttentionMap* map : layer.maps) {
        const std::vector<float> rows = rowWeights(*map);
        for (AxisUnits& keys : keyAxes(*map, inputs, choice)) {
            const Modality modality = keys.modality;
            if (!maps.of(modality).empty())
                continue;
            const LinkMatrix matrix{map->weights.values(),
                                    static_cast<int>(map->weights.extent(0)),
                                    static_cast<int>(map->weights.extent(1)),
                                    static_cast<int>(map->weights.extent(2)),
                                    {},
                                    std::move(keys)};
            maps.of(modality) = unitMap(modality, keyUnits(matrix, choice, rows), inputs);
        }
    }
    return maps;
}

} // namespace triptych::numerics
