// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/rollout.h"

#include "inference/explain/program_units.h"
#include "inference/explain/sink_filter.h"
#include "inference/explain/trace_maps.h"
#include "inference/explain/units.h"
#include "inference/numerics/stream_rollout.h"

namespace triptych::explain {

namespace {

using numerics::Matrix;

// Passes the steps of a program; one overload per kind of step.
struct RolloutWalk {
    SinkFilter& filter;
    numerics::StreamRollout& rollout;

    [[nodiscard]] Result<Matrix> read(const std::string& map, int row) const {
        return filter.read({map, row}, meanOfHeads);
    }

    Result<void> operator()(const models::SelfStep& step) const {
        return read(step.map, step.row).map([&](const Matrix& map) { rollout.self(step.stream, map); });
    }
    Result<void> operator()(const models::CrossStep& step) const {
        return read(step.map, step.row).map([&](const Matrix& map) { rollout.cross(step.query, step.key, map); });
    }
    Result<void> operator()(const models::CoStep& step) const {
        return (*this)(step.first).and_then([&] { return (*this)(step.second); });
    }
    Result<void> operator()(const models::JoinStep& step) const {
        rollout.join(step.parts, step.whole);
        return {};
    }
};

void addReadout(const models::Readout& readout, const std::vector<float>& rows, const numerics::StreamRollout& rollout,
                const models::AttentionProgram& program, const ShownInputs& shown, Relevance& result) {
    const Matrix* own = rollout.own(readout.stream);
    if (own == nullptr || own->rows != rows.size())
        return;
    addToUnits(result, shown, segmentsOf(program, readout.stream), numerics::weightedRows(rows, *own));
    const std::vector<float> readers =
        readout.othersTransposed ? numerics::weightedRows(rows, numerics::transposed(*own)) : rows;
    for (const auto& [key, read] : rollout.read(readout.stream))
        addToUnits(result, shown, segmentsOf(program, key), numerics::weightedRows(readers, read));
}

void addLinks(const numerics::StreamRollout& rollout, const models::AttentionProgram& program, const ShownInputs& shown,
              Links& links) {
    for (const auto& [stream, own] : rollout.streams()) {
        const Segments& rows = segmentsOf(program, stream);
        setLinks(links, shown, rows, rows, own);
        for (const auto& [key, read] : rollout.read(stream))
            setLinks(links, shown, rows, segmentsOf(program, key), read);
    }
}

MethodDescriptor describeRollout() {
    MethodDescriptor method;
    method.id = "rollout";
    method.label = "Attention rollout";
    method.summary =
        "Attention of all layers multiplied, with the residual path; it does not depend on the target's value.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = sinkParameters();
    return method;
}

} // namespace

const MethodDescriptor& Rollout::descriptor() const {
    static const MethodDescriptor method = describeRollout();
    return method;
}

Result<Relevance> Rollout::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    if (const auto fits = checkStreams(*program); !fits)
        return Failure(fits.error());
    numerics::StreamRollout rollout;
    for (const auto& [stream, tokens] : startingStreams(*program))
        rollout.begin(stream, tokens);
    SinkFilter filter(input.trace, input.parameters);
    const RolloutWalk walk{filter, rollout};
    for (const models::ProgramStep& step : program->steps)
        if (const auto going = monitor.check().and_then([&] { return std::visit(walk, step); }); !going)
            return Failure(going.error());
    Relevance result;
    for (const models::Readout& readout : program->readouts) {
        const auto rows = readoutRows(input.trace, readout);
        if (!rows)
            return Failure(rows.error());
        addReadout(readout, *rows, rollout, *program, input.sample.shown, result);
    }
    addLinks(rollout, *program, input.sample.shown, result.links);
    filter.describe(result);
    return result;
}

} // namespace triptych::explain
