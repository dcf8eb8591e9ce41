// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/attention_flow.h"

#include "inference/explain/program_units.h"
#include "inference/explain/trace_maps.h"
#include "inference/explain/units.h"
#include "inference/numerics/stream_flow.h"

namespace triptych::explain {

namespace {

using numerics::Matrix;
using numerics::StreamFlow;

// Passes the steps of a program; one overload per kind of step.
struct FlowWalk {
    const backend::Trace& trace;
    StreamFlow& flow;

    [[nodiscard]] Result<Matrix> read(const std::string& map, int row) const {
        return readMap(trace, {map, row}, meanOfHeads);
    }

    Result<void> operator()(const models::SelfStep& step) const {
        return read(step.map, step.row).map([&](const Matrix& map) { flow.self(step.stream, map); });
    }
    Result<void> operator()(const models::CrossStep& step) const {
        return read(step.map, step.row).map([&](const Matrix& map) { flow.cross(step.query, step.key, map); });
    }
    Result<void> operator()(const models::CoStep& step) const {
        return read(step.first.map, step.first.row).and_then([&](const Matrix& forth) {
            return read(step.second.map, step.second.row).map([&](const Matrix& back) {
                flow.both(step.first.query, step.second.query, forth, back);
            });
        });
    }
    Result<void> operator()(const models::JoinStep& step) const {
        flow.join(step.parts, step.whole);
        return {};
    }
};

// Flows are found one token after the other; those of tokens that show nothing are not looked for.
class TokenFlows {
public:
    TokenFlows(const models::AttentionProgram& program, StreamFlow& flow, const Monitor& monitor)
        : m_program(program)
        , m_flow(flow)
        , m_monitor(monitor) {
        for (const auto& [stream, nodes] : flow.inputs())
            for (const AxisSegment& segment : segmentsOf(program, stream))
                m_total += segment.count;
        m_total *= static_cast<std::int64_t>(program.readouts.size());
    }

    Result<void> add(numerics::FlowNetwork::Node source, const ShownInputs& shown, Relevance& result) {
        for (const auto& [stream, nodes] : m_flow.inputs()) {
            const Segments& segments = segmentsOf(m_program, stream);
            std::vector<float> values(nodes.size());
            for (const AxisSegment& segment : segments) {
                for (int unit = 0; unit < segment.count; ++unit) {
                    if (const auto going = m_monitor.check(); !going)
                        return going;
                    const auto position = static_cast<std::size_t>(segment.begin + unit);
                    values[position] = static_cast<float>(m_flow.flow(source, nodes[position]));
                    m_monitor.report("explain", ++m_done, m_total);
                }
            }
            addToUnits(result, shown, segments, values);
        }
        return {};
    }

private:
    const models::AttentionProgram& m_program;
    StreamFlow& m_flow;
    const Monitor& m_monitor;
    std::int64_t m_done = 0;
    std::int64_t m_total = 0;
};

MethodDescriptor describeFlow() {
    MethodDescriptor method;
    method.id = "flow";
    method.label = "Attention flow";
    method.summary =
        "The most attention that can flow from the output to a token; it does not depend on the target's value.";
    method.needs = {MethodNeed::Attention};
    method.modalities = {allModalities.begin(), allModalities.end()};
    return method;
}

} // namespace

const MethodDescriptor& AttentionFlow::descriptor() const {
    static const MethodDescriptor method = describeFlow();
    return method;
}

Result<Relevance> AttentionFlow::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    if (const auto fits = checkStreams(*program); !fits)
        return Failure(fits.error());
    StreamFlow flow;
    for (const auto& [stream, tokens] : startingStreams(*program))
        flow.begin(stream, tokens);
    const FlowWalk walk{input.trace, flow};
    for (const models::ProgramStep& step : program->steps)
        if (const auto going = monitor.check().and_then([&] { return std::visit(walk, step); }); !going)
            return Failure(going.error());
    Relevance result;
    TokenFlows flows(*program, flow, monitor);
    for (const models::Readout& readout : program->readouts) {
        const auto added = readoutRows(input.trace, readout).and_then([&](const std::vector<float>& rows) {
            return flows.add(flow.readFrom(readout.stream, rows), input.sample.shown, result);
        });
        if (!added)
            return Failure(added.error());
    }
    return result;
}

} // namespace triptych::explain
