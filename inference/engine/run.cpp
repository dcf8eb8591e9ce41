// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/run.h"

#include <algorithm>
#include <utility>

#include "inference/backend/array_tensor.h"
#include "inference/backend/devices.h"
#include "inference/backend/guard.h"
#include "inference/engine/attention_maps.h"
#include "inference/engine/memory.h"
#include "inference/engine/model_store.h"
#include "inference/engine/run_pass.h"
#include "inference/engine/stopwatch.h"
#include "inference/explain/trace_maps.h"

namespace triptych::engine {

namespace {

std::map<std::string, FloatArray> scoresOf(const backend::TensorMap& tensors) {
    std::map<std::string, FloatArray> scores;
    for (const auto& [name, tensor] : tensors)
        if (name.starts_with("scores."))
            scores[name] = backend::toFloatArray(tensor);
    return scores;
}

Result<RunResult> pack(const models::Model& model, const RunRequest& request, const Plan& plan, Pass& pass) {
    RunResult result;
    result.id = request.id;
    result.request = request;
    result.request.parameters = plan.parameters.values();
    result.model = model.descriptor();
    result.missingModalities = pass.prepared.missing;
    result.scores = scoresOf(pass.trace.tensors());
    result.target = pass.target;
    if (pass.targetValue)
        result.targetValue = static_cast<double>(backend::toFloatArray(*pass.targetValue).values()[0]);
    auto attention = packAttention(model, pass.prepared, pass.trace, pass.target, request.watch);
    if (!attention)
        return Failure(attention.error());
    result.attention = std::move(*attention);
    auto regions = model.regions(pass.prepared, pass.trace);
    result.inputs = std::move(pass.prepared.shown);
    result.inputs.regions = std::move(regions);
    result.relevance = std::move(pass.relevance);
    result.times = std::move(pass.times);
    result.notices = std::move(pass.notices);
    result.peakBytes = peakProcessBytes();
    return result;
}

// What the request's own watch would have recorded, and the inputs.
ArrayMap traceArrays(const Pass& pass, const Watch& watch) {
    const backend::Trace asked(watch);
    ArrayMap arrays = backend::toArrays(pass.prepared.tensors);
    for (const auto& [name, tensor] : pass.trace.tensors())
        if (asked.wants(name))
            arrays[name] = backend::toArray(tensor);
    return arrays;
}

Result<ArrayMap> gradients(const models::Model& model, const Target& target, const Pass& pass) {
    const auto value = target.kind == TargetKind::Default
                           ? model.gradientProbe(pass.target, pass.prepared, pass.trace)
                           : model.targetValue(target, pass.prepared, pass.trace);
    if (!value)
        return Failure(value.error());
    return explain::gradientArrays(*value, pass.trace);
}

Result<double> medianSeconds(const models::Model& model, const RunRequest& request, const Plan& plan,
                             const RunOptions& options, const Monitor& monitor) {
    std::vector<double> seconds;
    for (int i = 0; i < options.repeat; ++i) {
        Stopwatch stopwatch;
        const auto pass = runPass(model, request, plan, options.inputs, {monitor.cancel, nullptr});
        if (!pass)
            return Failure(pass.error());
        seconds.push_back(stopwatch.lap());
        monitor.report("repeat", i + 1, options.repeat);
    }
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
}

// The first pass is the warm-up of the repeated ones.
Result<RunOutput> runWith(const models::Model& model, const RunRequest& request, const RunOptions& options,
                          const Plan& plan, const Monitor& monitor) {
    auto pass = runPass(model, request, plan, options.inputs, monitor);
    if (!pass)
        return Failure(pass.error());
    RunOutput output;
    if (options.keepTrace)
        output.trace = traceArrays(*pass, request.watch);
    if (options.gradientsOf) {
        auto found = gradients(model, *options.gradientsOf, *pass);
        if (!found)
            return Failure(found.error());
        output.trace.merge(*found);
    }
    auto result = pack(model, request, plan, *pass);
    if (!result)
        return Failure(result.error());
    output.result = std::move(*result);
    if (options.repeat > 0) {
        const auto median = medianSeconds(model, request, plan, options, monitor);
        if (!median)
            return Failure(median.error());
        output.medianSeconds = *median;
    }
    return output;
}

} // namespace

Runner::Runner(std::string device)
    : m_device(std::move(device)) {
}

Runner::~Runner() = default;
Runner::Runner(Runner&&) noexcept = default;
Runner& Runner::operator=(Runner&&) noexcept = default;

Result<RunOutput> Runner::run(const RunRequest& request, const RunOptions& options, const Monitor& monitor) {
    const auto plan = planRun(request, options.gradientsOf.has_value());
    if (!plan)
        return Failure(plan.error());
    const auto device = backend::resolveDevice(m_device);
    if (!device)
        return Failure(device.error());
    if (!m_models)
        m_models = std::make_unique<ModelStore>(*device);
    Stopwatch stopwatch;
    const auto model = m_models->get(request.model, monitor);
    if (!model)
        return Failure(model.error());
    const double loadSeconds = stopwatch.lap();
    return backend::guarded("run", [&] { return runWith(**model, request, options, *plan, monitor); })
        .map([&](RunOutput output) {
            output.result.device = *device;
            output.result.times.insert(output.result.times.begin(), {"load", loadSeconds});
            return output;
        });
}

Result<RunOutput> runOnce(const RunRequest& request, const RunOptions& options, const Monitor& monitor) {
    return Runner(request.device).run(request, options, monitor);
}

} // namespace triptych::engine
