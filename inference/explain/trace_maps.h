// SPDX-License-Identifier: GPL-3.0-or-later
// Attention maps of a trace and the gradients of a target by them, as plain arrays.
#pragma once

#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/models/attention_program.h"
#include "inference/numerics/attention_reduce.h"

namespace triptych::explain {

inline constexpr numerics::HeadChoice meanOfHeads{numerics::HeadChoice::Kind::Mean, 0};

// One map that a program names.
struct MapPlace {
    std::string name;
    int row = 0;

    bool operator==(const MapPlace&) const = default;
};

// Every map of the program once, in its order, pooling maps last.
[[nodiscard]] std::vector<MapPlace> mapsOf(const models::AttentionProgram& program);

// [head, query, key] of one batch row. Internal when the trace does not hold the map or the row.
[[nodiscard]] Result<FloatArray> readMap(const backend::Trace& trace, const MapPlace& place);
[[nodiscard]] Result<numerics::Matrix> readMap(const backend::Trace& trace, const MapPlace& place,
                                               numerics::HeadChoice heads);

// The weight of every token of the readout's stream: its pooling attention (mean over heads) or its own weights.
[[nodiscard]] Result<std::vector<float>> readoutRows(const backend::Trace& trace, const models::Readout& readout);

// d target / d map for every name, with the map's shape; undefined where the target does not depend on the map. The
// graph is kept, so that the same pass can be differentiated again.
[[nodiscard]] Result<backend::TensorMap> attentionGradients(const at::Tensor& target, const backend::Trace& trace,
                                                            const std::vector<std::string>& names);

// "grad.<map>" for every attention map of the trace, without the batch rows behind the last one that the target depends
// on: of a target of the first item that is its row, or its windows. Maps that it does not depend on are left out.
[[nodiscard]] Result<ArrayMap> gradientArrays(const at::Tensor& target, const backend::Trace& trace);

} // namespace triptych::explain
