// SPDX-License-Identifier: GPL-3.0-or-later
// What the rows and columns of the attention maps of a finished pass stand for.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/explain/units.h"
#include "inference/models/model.h"

namespace triptych::explain {

struct MapAxes {
    std::size_t order = 0; // in which the input passes the maps
    int row = 0;           // of the explained item in the batch
    Segments queries = {};
    Segments keys = {};
    // [query]: the share of each row in what the target reads of this stream; empty where it reads none.
    std::vector<float> readout = {};
};

// By trace name: the maps that lead to the target first, then those of the other targets that the sample has. A sample
// of one modality has no target and no program, so its maps have no axes.
[[nodiscard]] std::map<std::string, MapAxes> mapAxesOf(const models::Model& model, const models::PreparedSample& sample,
                                                       const backend::Trace& trace, const Target& target);

} // namespace triptych::explain
