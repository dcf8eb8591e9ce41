// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/run.h"

#include <algorithm>
#include <cstdio>
#include <mutex>
#include <utility>

#include "inference/backend/array_tensor.h"
#include "inference/backend/devices.h"
#include "inference/backend/guard.h"
#include "inference/base/memory_reuse.h"
#include "inference/engine/attention_maps.h"
#include "inference/engine/causal/intervene.h"
#include "inference/engine/causal/study.h"
#include "inference/engine/damaged_weight.h"
#include "inference/engine/inspection.h"
#include "inference/engine/memory.h"
#include "inference/engine/model_store.h"
#include "inference/engine/quality/measure.h"
#include "inference/engine/run_pass.h"
#include "inference/engine/stopwatch.h"
#include "inference/explain/trace_maps.h"

namespace triptych::engine {

namespace {

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
    const auto value = target.kind == TargetKind::Default ? model.gradientProbe(pass.target, pass.prepared, pass.trace)
                                                          : model.targetValue(target, pass.prepared, pass.trace);
    if (!value)
        return Failure(value.error());
    return explain::gradientArrays(*value, pass.trace);
}

Result<double> medianSeconds(const Subject& subject, const RunRequest& request, const Plan& plan,
                             const RunOptions& options, const Monitor& monitor) {
    std::vector<double> seconds;
    for (int i = 0; i < options.repeat; ++i) {
        Stopwatch stopwatch;
        const auto pass = subject.run(request, plan, options.inputs, {monitor.cancel, nullptr});
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
    const auto subject = Subject::make(model, request, options.inputs, monitor);
    if (!subject)
        return Failure(subject.error());
    auto pass = subject->run(request, plan, options.inputs, monitor);
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
    if (const auto& intervened = subject->intervened()) {
        output.result.targetBefore = intervened->targetBefore;
        output.result.scoresBefore = intervened->scoresBefore;
    }
    if (options.repeat > 0) {
        const auto median = medianSeconds(*subject, request, plan, options, monitor);
        if (!median)
            return Failure(median.error());
        output.medianSeconds = *median;
    }
    return output;
}

std::string gibibytes(std::int64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f GiB", static_cast<double>(bytes) / (1 << 30));
    return text;
}

Failure tooLarge(const std::string& model, const MemoryEstimate& memory) {
    return fail(ErrorCode::OutOfMemory,
                "The model needs " + gibibytes(memory.weightBytes) + " for its weights and " +
                    gibibytes(memory.mapBytes) + " for all attention maps of one sample; " +
                    gibibytes(memory.freeBytes) + " are free on " + memory.device +
                    ". Close other programs, unload a model or choose a smaller one.",
                model);
}

// The CPU's free memory does not count what the models that are loaded would give back.
Result<void> checkRoom(const std::string& model, const std::string& device, const ModelStore& store) {
    const auto report = inspect(model, device);
    if (!report)
        return Failure(report.error());
    MemoryEstimate memory = report->memory;
    for (const LoadedModel& loaded : store.loaded())
        if (memory.freeBytes > 0)
            memory.freeBytes += loaded.weightBytes;
    if (!memory.fits())
        return tooLarge(model, memory);
    return {};
}

} // namespace

// `own` is made by the first run, which finds out what "auto" is; `cpu` by the first model that a GPU cannot hold.
struct Runner::Stores {
    std::mutex mutex;
    std::unique_ptr<ModelStore> own;
    std::unique_ptr<ModelStore> cpu;
    std::unique_ptr<ResetModels> resets; // of the model that was measured last
};

struct Runner::Held {
    std::shared_ptr<models::Model> model;
    std::string device;
    std::string notice;
};

Runner::Runner(std::string device, std::int64_t modelBudgetBytes)
    : m_device(std::move(device))
    , m_modelBudgetBytes(modelBudgetBytes)
    , m_stores(std::make_unique<Stores>()) {
}

Runner::~Runner() = default;
Runner::Runner(Runner&&) noexcept = default;
Runner& Runner::operator=(Runner&&) noexcept = default;

namespace {

ModelStore& madeStore(std::mutex& mutex, std::unique_ptr<ModelStore>& store, const std::string& device,
                      std::int64_t budgetBytes) {
    if (!store) {
        auto made = std::make_unique<ModelStore>(device, budgetBytes);
        const std::scoped_lock lock(mutex);
        store = std::move(made);
    }
    return *store;
}

} // namespace

Result<Runner::Held> Runner::hold(const std::string& model, bool mayFallBack, const Monitor& monitor) {
    const auto device = backend::resolveDevice(m_device);
    if (!device)
        return Failure(device.error());
    ModelStore& own = madeStore(m_stores->mutex, m_stores->own, *device, m_modelBudgetBytes);
    const bool isOnCpu = mayFallBack && m_stores->cpu && m_stores->cpu->holds(model);
    if (!isOnCpu) {
        const auto loaded = own.get(model, monitor);
        if (loaded)
            return Held{*loaded, *device, {}};
        if (loaded.error().code != ErrorCode::OutOfMemory || *device == "cpu" || !mayFallBack)
            return Failure(loaded.error());
    }
    ModelStore& cpu = madeStore(m_stores->mutex, m_stores->cpu, "cpu", m_modelBudgetBytes);
    const auto loaded = cpu.get(model, monitor);
    if (!loaded)
        return Failure(loaded.error());
    return Held{*loaded, "cpu", *device + " cannot hold this model, so the CPU runs it; expect it to be slower."};
}

Result<RunOutput> Runner::run(const RunRequest& request, const RunOptions& options, const Monitor& monitor) {
    const auto plan = planRun(request, options.gradientsOf.has_value());
    if (!plan)
        return Failure(plan.error());
    Stopwatch stopwatch;
    const auto held = hold(request.model, request.device == "auto", monitor);
    if (!held)
        return Failure(held.error());
    const models::Model& model = *held->model;
    const double loadSeconds = stopwatch.lap();
    const MemoryReuse reuse;
    return backend::guarded("run", [&] { return runWith(model, request, options, *plan, monitor); })
        .and_then([&](RunOutput output) -> Result<RunOutput> {
            output.result.device = held->device;
            if (!held->notice.empty())
                output.result.notices.push_back(held->notice);
            output.result.times.insert(output.result.times.begin(), {"load", loadSeconds});
            return output;
        })
        .map_error([&](Error error) { return nameDamagedWeight(std::move(error), request.model); });
}

Result<QualityReport> Runner::measure(const QualityRequest& request,
                                      const std::function<void(const QualityReport&)>& grown, const Monitor& monitor) {
    if (const auto known = checkQuality(request); !known)
        return Failure(known.error());
    const auto held = hold(request.run.model, request.run.device == "auto", monitor);
    if (!held)
        return Failure(held.error());
    std::unique_ptr<ResetModels>& resets = m_stores->resets;
    const ModelDescriptor& descriptor = held->model->descriptor();
    if (!resets || resets->model() != request.run.model || resets->hash() != descriptor.hash)
        resets = std::make_unique<ResetModels>(request.run.model, held->device, descriptor);
    const MemoryReuse reuse;
    return backend::guarded("quality", [&] { return measureQuality(*held->model, request, *resets, grown, monitor); });
}

Result<StudyReport> Runner::study(const StudyRequest& request, const std::function<void(const StudyReport&)>& grown,
                                  const Monitor& monitor) {
    const auto held = hold(request.run.model, request.run.device == "auto", monitor);
    if (!held)
        return Failure(held.error());
    const MemoryReuse reuse;
    return backend::guarded("study", [&] { return runStudy(*held->model, request, grown, monitor); });
}

Result<LoadedModel> Runner::load(const LoadRequest& request, const Monitor& monitor) {
    const auto device = backend::resolveDevice(m_device);
    if (!device)
        return Failure(device.error());
    const bool mayFallBack = request.device == "auto";
    const ModelStore& own = madeStore(m_stores->mutex, m_stores->own, *device, m_modelBudgetBytes);
    if (!own.holds(request.model))
        if (const auto room = checkRoom(request.model, mayFallBack ? "auto" : *device, own); !room)
            return Failure(room.error());
    const auto held = hold(request.model, mayFallBack, monitor);
    if (!held)
        return Failure(held.error());
    const ModelDescriptor& descriptor = held->model->descriptor();
    return LoadedModel{request.model, descriptor.label,       descriptor.family,
                       held->device,  descriptor.weightBytes, held->notice};
}

void Runner::unload(const std::string& model) {
    m_stores->resets.reset();
    for (ModelStore* store : {m_stores->own.get(), m_stores->cpu.get()})
        if (store != nullptr)
            store->drop(model);
}

std::vector<LoadedModel> Runner::loaded() const {
    const std::scoped_lock lock(m_stores->mutex);
    std::vector<LoadedModel> all;
    for (const ModelStore* store : {m_stores->own.get(), m_stores->cpu.get()})
        if (store != nullptr)
            for (LoadedModel& model : store->loaded())
                all.push_back(std::move(model));
    return all;
}

std::int64_t Runner::budgetBytes() const {
    const std::scoped_lock lock(m_stores->mutex);
    return m_stores->own ? m_stores->own->budgetBytes() : 0;
}

Result<RunOutput> runOnce(const RunRequest& request, const RunOptions& options, const Monitor& monitor) {
    return Runner(request.device).run(request, options, monitor);
}

} // namespace triptych::engine
