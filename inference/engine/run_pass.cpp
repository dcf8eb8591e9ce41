// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/run_pass.h"

#include <algorithm>
#include <cmath>

#include "inference/backend/finite.h"
#include "inference/engine/stopwatch.h"
#include "inference/explain/input_space.h"
#include "inference/explain/method.h"
#include "inference/explain/registry.h"
#include "inference/models/generation/decode.h"

namespace triptych::engine {

namespace {

bool needs(const explain::Method& method, MethodNeed need) {
    return std::ranges::find(method.descriptor().needs, need) != method.descriptor().needs.end();
}

// The items of a pair alone, or nothing where they are the first ones, which are shown anyway.
Sample pairAlone(const Sample& sample, const Target& pair) {
    Sample chosen = sample;
    chosen.items.clear();
    if (pair.kind == TargetKind::Pair && (pair.first != 0 || pair.second != 0))
        for (const Modality modality : allModalities) {
            const auto items = sample.of(modality);
            const auto item = static_cast<std::size_t>(explain::rowOf(pair, modality));
            if (item < items.size())
                chosen.items.push_back(items[item]);
        }
    return chosen;
}

// Models show the first item of every modality; what is explained is shown instead.
Result<void> showTargetItems(const models::Model& model, const RunRequest& request, const Monitor& monitor,
                             models::PreparedSample& prepared) {
    const Sample chosen = pairAlone(request.sample, request.target);
    if (chosen.items.empty())
        return {};
    return model.prepare(chosen, {}, {monitor.cancel, nullptr}).map([&](models::PreparedSample alone) {
        prepared.shown = std::move(alone.shown);
        for (const Modality modality : allModalities)
            prepared.shownItems[modality] = explain::rowOf(request.target, modality);
    });
}

Result<models::PreparedSample> prepare(const models::Model& model, const RunRequest& request, const ArrayMap& inputs,
                                       const Monitor& monitor) {
    if (request.sample.items.empty() && request.sample.regions.empty() && inputs.empty())
        return fail(ErrorCode::InvalidInput, "The sample is empty; add an image, a text or a sound.",
                    request.sample.id);
    if (const auto usable = models::checkDecodeOptions(request.sample.options); !usable)
        return Failure(usable.error());
    monitor.report("prepare", 0, 0);
    return model.prepare(request.sample, inputs, monitor).and_then([&](models::PreparedSample prepared) {
        return showTargetItems(model, request, monitor, prepared).map([&] { return std::move(prepared); });
    });
}

Result<void> checkFinite(const backend::TensorMap& tensors) {
    if (const auto name = backend::firstNonFinite(tensors))
        return fail(ErrorCode::NotFinite,
                    "The model computed values that are not finite; its weights are damaged or do not fit the input.",
                    *name);
    return {};
}

Result<void> forward(const models::Model& model, const Monitor& monitor, Pass& pass) {
    monitor.report("forward", 0, 0);
    return monitor.check()
        .and_then([&] { return checkFinite(pass.prepared.tensors); })
        .and_then([&] { return model.forward(pass.prepared, pass.trace, monitor); })
        .and_then([&] { return checkFinite(pass.trace.tensors()); })
        .map([&] { model.showOutput(pass.prepared, pass.trace); });
}

// A default target that does not exist is no error: one modality alone has scores and maps, but nothing to explain.
Result<void> resolveTarget(const models::Model& model, const Target& wanted, Pass& pass) {
    const bool isDefault = wanted.kind == TargetKind::Default;
    pass.target = model.settle(wanted, pass.prepared, pass.trace);
    const auto value = model.targetValue(pass.target, pass.prepared, pass.trace);
    if (value)
        pass.targetValue = *value;
    else if (isDefault && value.error().code == ErrorCode::InvalidInput)
        pass.notices.push_back(value.error().detail);
    else
        return Failure(value.error());
    return {};
}

Result<void> checkRelevance(const Relevance& relevance, const std::string& method) {
    const auto isFinite = [](const FloatArray& array) {
        return std::ranges::all_of(array.values(), [](float value) { return std::isfinite(value); });
    };
    const Links& links = relevance.links;
    for (const FloatArray* array : {&relevance.image, &relevance.pixels, &relevance.text, &relevance.audio,
                                    &links.textImage, &links.audioImage, &links.textAudio, &links.audioText})
        if (!isFinite(*array))
            return fail(ErrorCode::NotFinite, "The method gave values that are not finite; try another one.", method);
    return {};
}

Result<void> explain(const models::Model& model, const Plan& plan, const Monitor& monitor, Pass& pass) {
    if (plan.method == nullptr || !pass.targetValue)
        return {};
    // A bound, before the method counts its own steps.
    monitor.report("explain", 0, plan.method->passes(plan.parameters, countUnits(pass.prepared.shown)));
    const explain::ExplainInput input{model, pass.prepared, pass.trace, pass.target, plan.parameters, plan.seed};
    auto relevance = monitor.check().and_then([&] { return plan.method->explain(input, monitor); });
    if (!relevance)
        return Failure(relevance.error());
    pass.relevance = std::move(*relevance);
    if (monitor.cancel.stop_requested())
        pass.notices.emplace_back("The run was cancelled; the map shows what had been found by then.");
    return checkRelevance(pass.relevance, plan.method->descriptor().id);
}

} // namespace

Result<Plan> planRun(const RunRequest& request, bool wantsGradients) {
    Plan plan;
    plan.watch = request.watch;
    plan.seed = request.seed;
    plan.needsGradients = wantsGradients;
    if (!request.method.empty()) {
        const auto method = explain::findMethod(request.method);
        if (!method)
            return Failure(method.error());
        auto parameters = explain::Parameters::parse((*method)->descriptor(), request.parameters);
        if (!parameters)
            return Failure(parameters.error());
        plan.method = *method;
        plan.parameters = std::move(*parameters);
        plan.needsGradients = wantsGradients || needs(**method, MethodNeed::Gradients);
        if (needs(**method, MethodNeed::Attention))
            plan.watch.kind = Watch::Kind::All;
    }
    if (wantsGradients)
        plan.watch.kind = Watch::Kind::All;
    return plan;
}

Result<Pass> runPrepared(const models::Model& model, models::PreparedSample prepared, const Target& target,
                         const Plan& plan, const Monitor& monitor) {
    Pass pass;
    pass.notices = prepared.notices;
    pass.prepared = std::move(prepared);
    pass.trace = backend::Trace(plan.watch, plan.needsGradients);
    pass.trace.watchInner(plan.inner);
    Stopwatch stopwatch;
    const auto timed = [&](const std::string& stage, Result<void> step) {
        pass.times.push_back({stage, stopwatch.lap()});
        return step;
    };
    const auto done = timed("forward", forward(model, monitor, pass))
                          .and_then([&] { return resolveTarget(model, target, pass); })
                          .and_then([&] { return timed("explain", explain(model, plan, monitor, pass)); });
    if (!done)
        return Failure(done.error());
    return pass;
}

Result<Pass> runPass(const models::Model& model, const RunRequest& request, const Plan& plan, const ArrayMap& inputs,
                     const Monitor& monitor) {
    Stopwatch stopwatch;
    auto prepared = prepare(model, request, inputs, monitor);
    if (!prepared)
        return Failure(prepared.error());
    const double seconds = stopwatch.lap();
    return runPrepared(model, std::move(*prepared), request.target, plan, monitor).map([&](Pass pass) {
        pass.times.insert(pass.times.begin(), {"prepare", seconds});
        return pass;
    });
}

} // namespace triptych::engine
