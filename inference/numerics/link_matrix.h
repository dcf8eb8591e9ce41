// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "inference/contract/run_result.h"
#include "inference/numerics/linked_maps.h"

namespace triptych::numerics {

// Positions of one axis that belong to one modality, and the unit (patch, word, frame) that each of them is part of.
struct AxisUnits {
    Modality modality = Modality::Text;
    int unitCount = 0;
    std::vector<int> positions;
    std::vector<int> units; // beside positions

    [[nodiscard]] std::vector<int> positionsOf(std::span<const int> wanted) const;
};

// A block of weights [head, query, key] between two modalities; a method's links have one head. Borrows the values.
struct LinkMatrix {
    std::span<const float> values;
    int heads = 1;
    int queryCount = 0; // full extents of the axes
    int keyCount = 0;
    AxisUnits queries;
    AxisUnits keys;

    [[nodiscard]] float at(const LinkChoice& choice, int query, int key) const;
};

// One entry per modality that has units on the axis.
[[nodiscard]] std::vector<AxisUnits> axisUnits(const std::vector<AxisSegment>& segments, const ShownInputs& inputs);

// The keys of a map, without its sinks where the choice leaves them out.
[[nodiscard]] std::vector<AxisUnits> keyAxes(const AttentionMap& map, const ShownInputs& inputs,
                                             const LinkChoice& choice);

[[nodiscard]] std::vector<LinkMatrix> attentionMatrices(const AttentionLayer& layer, const ShownInputs& inputs,
                                                        const LinkChoice& choice);
[[nodiscard]] std::vector<LinkMatrix> methodMatrices(const Links& links, const ShownInputs& inputs);

// [unit] of the keys' modality: mean over the query positions.
[[nodiscard]] std::vector<float> lookedAt(const LinkMatrix& matrix, const LinkChoice& choice,
                                          std::span<const int> queryPositions);
// [unit] of the queries' modality: sum over the key positions, mean over the positions of a unit.
[[nodiscard]] std::vector<float> lookers(const LinkMatrix& matrix, const LinkChoice& choice,
                                         std::span<const int> keyPositions);

} // namespace triptych::numerics
