// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/attention_maps.h"

#include <map>
#include <utility>

#include "inference/contract/trace_name.h"
#include "inference/explain/map_axes.h"
#include "inference/explain/trace_maps.h"

namespace triptych::engine {

Result<std::vector<AttentionMap>> packAttention(const models::Model& model, const models::PreparedSample& sample,
                                                const backend::Trace& trace, const Target& target, const Watch& watch) {
    std::vector<AttentionMap> maps;
    std::multimap<std::size_t, AttentionMap> ordered;
    if (watch.kind == Watch::Kind::None)
        return maps;
    const auto axes = explain::mapAxesOf(model, sample, trace, target);
    for (const auto& [traceName, tensor] : trace.tensors()) {
        const auto name = parseAttentionName(traceName);
        if (!name || !watch.matches(traceName))
            continue;
        const auto found = axes.find(traceName);
        const explain::MapAxes place = found == axes.end() ? explain::MapAxes{axes.size()} : found->second;
        auto weights = explain::readMap(trace, {traceName, place.row});
        if (!weights)
            return Failure(weights.error());
        std::vector<float> readout = place.readout;
        if (!readout.empty())
            readout.resize(static_cast<std::size_t>(weights->extent(1)));
        ordered.emplace(place.order, AttentionMap{traceName, name->tower, name->layer, name->cross, std::move(*weights),
                                                  place.queries, place.keys, std::move(readout)});
    }
    for (auto& [order, map] : ordered)
        maps.push_back(std::move(map));
    return maps;
}

} // namespace triptych::engine
