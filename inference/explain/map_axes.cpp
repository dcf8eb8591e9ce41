// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/map_axes.h"

#include "inference/explain/program_units.h"

namespace triptych::explain {

namespace {

using AxesByMap = std::map<std::string, MapAxes>;

struct AxesCollector {
    const models::AttentionProgram& program;
    AxesByMap& axes;

    [[nodiscard]] std::vector<float> readoutOf(const std::string& stream) const {
        for (const models::Readout& readout : program.readouts)
            if (readout.stream == stream && readout.poolMap.empty())
                return readout.rowWeights;
        return {};
    }
    void add(const std::string& map, int row, const std::string& query, const std::string& key) const {
        axes.try_emplace(
            map, MapAxes{axes.size(), row, segmentsOf(program, query), segmentsOf(program, key), readoutOf(query)});
    }
    void operator()(const models::SelfStep& step) const { add(step.map, step.row, step.stream, step.stream); }
    void operator()(const models::CrossStep& step) const { add(step.map, step.row, step.query, step.key); }
    void operator()(const models::CoStep& step) const {
        (*this)(step.first);
        (*this)(step.second);
    }
    void operator()(const models::JoinStep&) const {}
};

void addAxes(const models::AttentionProgram& program, AxesByMap& axes) {
    const AxesCollector collector{program, axes};
    for (const models::ProgramStep& step : program.steps)
        std::visit(collector, step);
    for (const models::Readout& readout : program.readouts)
        if (!readout.poolMap.empty())
            axes.try_emplace(readout.poolMap,
                             MapAxes{axes.size(), readout.row, {}, segmentsOf(program, readout.stream), {1.0F}});
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

} // namespace

std::map<std::string, MapAxes> mapAxesOf(const models::Model& model, const models::PreparedSample& sample,
                                         const backend::Trace& trace, const Target& target) {
    AxesByMap axes;
    for (const Target& way : waysThrough(model, sample, target))
        if (const auto program = model.program(way, sample, trace))
            addAxes(*program, axes);
    return axes;
}

} // namespace triptych::explain
