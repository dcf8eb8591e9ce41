// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/attention.h"

#include <algorithm>
#include <iterator>

#include "inference/contract/trace_name.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/program_units.h"
#include "inference/explain/sink_filter.h"
#include "inference/explain/trace_maps.h"
#include "inference/explain/units.h"

namespace triptych::explain {

namespace {

using numerics::HeadChoice;
using numerics::Matrix;

struct Look {
    std::string query;
    std::string key;
    MapPlace place;
};

// Which stream looks at which, for every map of the program.
struct LookCollector {
    std::vector<Look>& looks;

    void operator()(const models::SelfStep& step) const {
        looks.push_back({step.stream, step.stream, {step.map, step.row}});
    }
    void operator()(const models::CrossStep& step) const {
        looks.push_back({step.query, step.key, {step.map, step.row}});
    }
    void operator()(const models::CoStep& step) const {
        (*this)(step.first);
        (*this)(step.second);
    }
    void operator()(const models::JoinStep&) const {}
};

// The maps by which one stream looks at another, by layer of the tower that comes last.
using Layers = std::map<int, MapPlace>;

std::map<std::string, Layers> layersByKey(const models::AttentionProgram& program, const std::string& stream) {
    std::vector<Look> looks;
    const LookCollector collector{looks};
    for (const models::ProgramStep& step : program.steps)
        std::visit(collector, step);
    std::map<std::string, Layers> found;
    std::map<std::string, std::string> towers;
    for (const Look& look : looks) {
        const auto name = parseAttentionName(look.place.name);
        if (look.query != stream || !name)
            continue;
        if (towers[look.key] != name->tower)
            found[look.key].clear();
        towers[look.key] = name->tower;
        found[look.key][name->layer] = look.place;
    }
    return found;
}

std::vector<MapPlace> chosenLayers(const Layers& layers, const Parameters& parameters) {
    std::vector<MapPlace> chosen;
    const auto wanted = parameters.integer("layer");
    if (parameters.text("layer") == "mean")
        for (const auto& [layer, place] : layers)
            chosen.push_back(place);
    else if (!wanted)
        chosen.push_back(layers.rbegin()->second);
    else if (const auto found = layers.find(static_cast<int>(*wanted)); found != layers.end())
        chosen.push_back(found->second);
    return chosen;
}

Result<HeadChoice> headChoice(const Parameters& parameters, std::int64_t heads, const std::string& map) {
    const auto head = parameters.integer("head");
    if (!head)
        return HeadChoice{parameters.text("head") == "max" ? HeadChoice::Kind::Max : HeadChoice::Kind::Mean, 0};
    if (*head >= heads)
        return fail(ErrorCode::InvalidInput,
                    map + " has heads 0 to " + std::to_string(heads - 1) + "; there is no head " +
                        std::to_string(*head) + ".",
                    "head");
    return HeadChoice{HeadChoice::Kind::One, static_cast<std::size_t>(*head)};
}

// The mean over the chosen layers.
Result<Matrix> attentionOf(const std::vector<MapPlace>& places, const ExplainInput& input, SinkFilter& filter) {
    Matrix sum;
    for (const MapPlace& place : places) {
        const at::Tensor* tensor = input.trace.find(place.name);
        const std::int64_t heads = tensor != nullptr && tensor->dim() == 4 ? tensor->size(1) : 0;
        const auto map = headChoice(input.parameters, heads, place.name).and_then([&](HeadChoice choice) {
            return filter.read(place, choice);
        });
        if (!map)
            return Failure(map.error());
        if (sum.values.empty())
            sum = *map;
        else
            numerics::add(sum, *map);
    }
    for (float& value : sum.values)
        value /= static_cast<float>(places.size());
    return sum;
}

// Whether the layer exists in one of the towers that are read.
Result<bool> addReadout(const models::Readout& readout, const models::AttentionProgram& program,
                        const ExplainInput& input, SinkFilter& filter, Relevance& result) {
    const auto rows = readoutRows(input.trace, readout);
    if (!rows)
        return Failure(rows.error());
    bool found = false;
    for (const auto& [key, layers] : layersByKey(program, readout.stream)) {
        const std::vector<MapPlace> chosen = chosenLayers(layers, input.parameters);
        if (chosen.empty())
            continue;
        const auto map = attentionOf(chosen, input, filter);
        if (!map)
            return Failure(map.error());
        found = true;
        const Segments& units = segmentsOf(program, key);
        addToUnits(result, input.sample.shown, units, numerics::weightedRows(*rows, *map));
        setLinks(result.links, input.sample.shown, segmentsOf(program, readout.stream), units, *map);
    }
    return found;
}

MethodDescriptor describeAttention() {
    MethodDescriptor method;
    method.id = "attention";
    method.label = "Raw attention";
    method.summary = "The attention weights of one layer, as they are.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {indexParameter("layer", "Layer", {"last", "mean"}),
                         indexParameter("head", "Head", {"mean", "max"})};
    std::ranges::copy(sinkParameters(), std::back_inserter(method.parameters));
    return method;
}

} // namespace

const MethodDescriptor& RawAttention::descriptor() const {
    static const MethodDescriptor method = describeAttention();
    return method;
}

Result<Relevance> RawAttention::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    Relevance result;
    SinkFilter filter(input.trace, input.parameters);
    bool found = false;
    for (const models::Readout& readout : program->readouts) {
        const auto added = monitor.check().and_then(
            [&]() -> Result<bool> { return addReadout(readout, *program, input, filter, result); });
        if (!added)
            return Failure(added.error());
        found = found || *added;
    }
    if (!found)
        return fail(ErrorCode::InvalidInput,
                    "The towers that the target reads have no layer " + input.parameters.text("layer") +
                        "; layers count from 0.",
                    "layer");
    filter.describe(result);
    return result;
}

} // namespace triptych::explain
