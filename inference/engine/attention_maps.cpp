// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/attention_maps.h"

#include <map>
#include <utility>

#include "inference/contract/trace_name.h"
#include "inference/explain/program_units.h"
#include "inference/explain/trace_maps.h"

namespace triptych::engine {

namespace {

// What a program says about one map.
struct Place {
    std::size_t order = 0; // in which the input passes the maps
    int row = 0;
    explain::Segments queries;
    explain::Segments keys;
    std::vector<float> readout = {};
};

using Places = std::map<std::string, Place>;

struct PlaceCollector {
    const models::AttentionProgram& program;
    Places& places;

    [[nodiscard]] std::vector<float> readoutOf(const std::string& stream) const {
        for (const models::Readout& readout : program.readouts)
            if (readout.stream == stream && readout.poolMap.empty())
                return readout.rowWeights;
        return {};
    }
    void add(const std::string& map, int row, const std::string& query, const std::string& key) const {
        places.try_emplace(map, Place{places.size(), row, explain::segmentsOf(program, query),
                                      explain::segmentsOf(program, key), readoutOf(query)});
    }
    void operator()(const models::SelfStep& step) const { add(step.map, step.row, step.stream, step.stream); }
    void operator()(const models::CrossStep& step) const { add(step.map, step.row, step.query, step.key); }
    void operator()(const models::CoStep& step) const {
        (*this)(step.first);
        (*this)(step.second);
    }
    void operator()(const models::JoinStep&) const {}
};

void addPlaces(const models::AttentionProgram& program, Places& places) {
    const PlaceCollector collector{program, places};
    for (const models::ProgramStep& step : program.steps)
        std::visit(collector, step);
    for (const models::Readout& readout : program.readouts)
        if (!readout.poolMap.empty())
            places.try_emplace(
                readout.poolMap,
                Place{places.size(), readout.row, {}, explain::segmentsOf(program, readout.stream), {1.0F}});
}

// The explained target first, then what else the maps can belong to.
std::vector<Target> waysThrough(const models::Model& model, const models::PreparedSample& sample,
                                const Target& target) {
    Target match;
    match.kind = TargetKind::Match;
    std::vector<Target> ways{target, model.defaultTarget(sample), match};
    for (const Modality first : allModalities)
        for (const Modality second : allModalities)
            if (first < second)
                ways.push_back({TargetKind::Pair, first, 0, second, 0, 0, {}});
    return ways;
}

// A sample of one modality has no target and no program; its maps are shown all the same.
Places placesOf(const models::Model& model, const models::PreparedSample& sample, const backend::Trace& trace,
                const Target& target) {
    Places places;
    for (const Target& way : waysThrough(model, sample, target))
        if (const auto program = model.program(way, sample, trace))
            addPlaces(*program, places);
    return places;
}

} // namespace

Result<std::vector<AttentionMap>> packAttention(const models::Model& model, const models::PreparedSample& sample,
                                                const backend::Trace& trace, const Target& target, const Watch& watch) {
    std::vector<AttentionMap> maps;
    std::multimap<std::size_t, AttentionMap> ordered;
    if (watch.kind == Watch::Kind::None)
        return maps;
    const Places places = placesOf(model, sample, trace, target);
    for (const auto& [traceName, tensor] : trace.tensors()) {
        const auto name = parseAttentionName(traceName);
        if (!name || !watch.matches(traceName))
            continue;
        const auto found = places.find(traceName);
        const Place place = found == places.end() ? Place{places.size(), 0, {}, {}, {}} : found->second;
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
