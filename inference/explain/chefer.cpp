// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/chefer.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/contract/trace_name.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/program_units.h"
#include "inference/explain/trace_maps.h"
#include "inference/explain/units.h"
#include "inference/numerics/relevancy.h"
#include "inference/numerics/stream_relevancy.h"

namespace triptych::explain {

namespace {

using numerics::Matrix;

// Rule 5 on maps of a trace.
class WeightedMaps {
public:
    WeightedMaps(const backend::Trace& trace, backend::TensorMap gradients)
        : m_trace(trace)
        , m_gradients(std::move(gradients)) {}

    [[nodiscard]] Result<Matrix> read(const std::string& name, int row) const {
        const auto attention = readMap(m_trace, {name, row});
        if (!attention)
            return Failure(attention.error());
        const auto queries = static_cast<std::size_t>(attention->extent(1));
        const auto keys = static_cast<std::size_t>(attention->extent(2));
        const at::Tensor& gradient = m_gradients.at(name);
        if (!gradient.defined())
            return Matrix(queries, keys);
        return backend::guarded(name, [&]() -> Result<Matrix> {
            const FloatArray slopes = backend::toFloatArray(gradient.select(0, row));
            return numerics::gradientWeighted(attention->values(), slopes.values(),
                                              static_cast<std::size_t>(attention->extent(0)), queries, keys);
        });
    }

private:
    const backend::Trace& m_trace;
    backend::TensorMap m_gradients;
};

// The last block of every tower that the program passes.
class LastBlocks {
public:
    explicit LastBlocks(const models::AttentionProgram& program) {
        for (const MapPlace& place : mapsOf(program))
            if (const auto name = parseAttentionName(place.name)) {
                const auto [found, isNew] = m_layers.try_emplace(name->tower, name->layer);
                found->second = std::max(found->second, name->layer);
            }
    }

    [[nodiscard]] bool contain(const std::string& map) const {
        const auto name = parseAttentionName(map);
        return !name || name->layer == m_layers.at(name->tower);
    }

private:
    std::map<std::string, int> m_layers;
};

// Passes the steps of a program; one overload per kind of step.
struct RelevancyWalk {
    const WeightedMaps& maps;
    const LastBlocks* only; // nullptr: every block
    numerics::StreamRelevancy& relevancy;

    [[nodiscard]] bool skips(const std::string& map) const { return only != nullptr && !only->contain(map); }

    Result<void> operator()(const models::SelfStep& step) const {
        if (skips(step.map))
            return {};
        return maps.read(step.map, step.row).map([&](const Matrix& abar) { relevancy.self(step.stream, abar); });
    }
    Result<void> operator()(const models::CrossStep& step) const {
        if (skips(step.map))
            return {};
        return maps.read(step.map, step.row).map([&](const Matrix& abar) {
            relevancy.cross(step.query, step.key, abar);
        });
    }
    Result<void> operator()(const models::CoStep& step) const {
        if (skips(step.first.map))
            return {};
        const auto first = maps.read(step.first.map, step.first.row);
        const auto second = maps.read(step.second.map, step.second.row);
        if (!first || !second)
            return Failure((first ? second : first).error());
        relevancy.crossBoth(step.first.query, step.first.key, *first, *second);
        return {};
    }
    Result<void> operator()(const models::JoinStep& step) const {
        relevancy.join(step.parts, step.whole);
        return {};
    }
};

MethodDescriptor describeChefer() {
    MethodDescriptor method;
    method.id = "chefer";
    method.label = "Relevancy (Chefer)";
    method.summary = "Attention weighted by its gradient toward the target, followed through every layer.";
    method.needs = {MethodNeed::Attention, MethodNeed::Gradients};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {choiceParameter("start_layer", "Blocks that count", {"all", "last"})};
    return method;
}

// Rows of the readout: the weights of the stream's tokens.
Result<std::vector<float>> rowsOf(const models::Readout& readout, const WeightedMaps& maps) {
    if (readout.poolMap.empty())
        return readout.rowWeights;
    return maps.read(readout.poolMap, readout.row).map([](const Matrix& pool) {
        return std::vector<float>(pool.row(0).begin(), pool.row(0).end());
    });
}

void addReadout(const models::Readout& readout, const std::vector<float>& rows,
                const numerics::StreamRelevancy& relevancy, const models::AttentionProgram& program,
                const ShownInputs& shown, Relevance& result) {
    for (const auto& [stream, tokens] : relevancy.streams()) {
        const Matrix* matrix = relevancy.find(readout.stream, stream);
        if (matrix == nullptr || matrix->rows != rows.size())
            continue;
        std::vector<float> values = numerics::weightedRows(rows, *matrix);
        if (readout.withoutIdentity && stream == readout.stream)
            for (std::size_t i = 0; i < values.size(); ++i)
                values[i] -= rows[i];
        addToUnits(result, shown, segmentsOf(program, stream), values);
    }
}

void addLinks(const numerics::StreamRelevancy& relevancy, const models::AttentionProgram& program,
              const ShownInputs& shown, Links& links) {
    for (const auto& [row, rowTokens] : relevancy.streams())
        for (const auto& [column, columnTokens] : relevancy.streams())
            if (const Matrix* matrix = relevancy.find(row, column))
                setLinks(links, shown, segmentsOf(program, row), segmentsOf(program, column), *matrix);
}

Result<Relevance> propagate(const models::AttentionProgram& program, const WeightedMaps& maps, bool onlyLast,
                            const ShownInputs& shown, const Monitor& monitor) {
    numerics::StreamRelevancy relevancy;
    for (const auto& [stream, tokens] : startingStreams(program))
        relevancy.begin(stream, tokens);
    const LastBlocks last(program);
    const RelevancyWalk walk{maps, onlyLast ? &last : nullptr, relevancy};
    for (std::size_t i = 0; i < program.steps.size(); ++i) {
        monitor.report("explain", static_cast<std::int64_t>(i), static_cast<std::int64_t>(program.steps.size()));
        if (const auto going = monitor.check().and_then([&] { return std::visit(walk, program.steps[i]); }); !going)
            return Failure(going.error());
    }
    Relevance result;
    for (const models::Readout& readout : program.readouts) {
        const auto rows = rowsOf(readout, maps);
        if (!rows)
            return Failure(rows.error());
        addReadout(readout, *rows, relevancy, program, shown, result);
    }
    addLinks(relevancy, program, shown, result.links);
    return result;
}

} // namespace

const MethodDescriptor& Chefer::descriptor() const {
    static const MethodDescriptor method = describeChefer();
    return method;
}

Result<Relevance> Chefer::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    if (const auto fits = checkStreams(*program); !fits)
        return Failure(fits.error());
    const auto target = input.model.targetValue(input.target, input.sample, input.trace);
    if (!target)
        return Failure(target.error());
    std::vector<std::string> names;
    for (const MapPlace& place : mapsOf(*program))
        names.push_back(place.name);
    auto gradients = attentionGradients(*target, input.trace, names);
    if (!gradients)
        return Failure(gradients.error());
    const WeightedMaps maps(input.trace, std::move(*gradients));
    const bool onlyLast = input.parameters.text("start_layer") == "last";
    return propagate(*program, maps, onlyLast, input.sample.shown, monitor);
}

} // namespace triptych::explain
