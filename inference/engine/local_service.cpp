// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/local_service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/inspection.h"
#include "inference/engine/model_store.h"
#include "inference/engine/preview.h"
#include "inference/engine/programs.h"
#include "inference/engine/request_key.h"
#include "inference/engine/run.h"
#include "inference/engine/service.h"

namespace triptych::engine {

namespace {

WorkerHands makeWorker(const std::string& device, std::int64_t modelBudgetBytes) {
    // Shared, because a std::function is copied; still only one worker calls it.
    auto runner = std::make_shared<Runner>(device, modelBudgetBytes);
    WorkerHands hands;
    hands.run = [runner](const RunRequest& request, const Monitor& monitor) {
        return runner->run(request, {}, monitor).map([](RunOutput output) { return std::move(output.result); });
    };
    hands.load = [runner](const LoadRequest& request, const Monitor& monitor) {
        return runner->load(request, monitor);
    };
    hands.measure = [runner](const QualityRequest& request, const std::function<void(const QualityReport&)>& grown,
                             const Monitor& monitor) { return runner->measure(request, grown, monitor); };
    hands.study = [runner](const StudyRequest& request, const std::function<void(const StudyReport&)>& grown,
                           const Monitor& monitor) { return runner->study(request, grown, monitor); };
    hands.unload = [runner](const std::string& model) { runner->unload(model); };
    hands.loaded = [runner] { return runner->loaded(); };
    hands.budgetBytes = [runner] { return runner->budgetBytes(); };
    return hands;
}

// A model that is not there has no key: the run is made and reports it, whatever the cache still holds.
std::optional<std::string> cacheKey(const RunRequest& request) {
    const std::string stamp = modelStamp(request.model);
    return stamp.empty() ? std::nullopt : keyOf(request, stamp);
}

// Threads that wait for a busy core cost far more than they gain.
int spareCores() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

} // namespace

std::unique_ptr<InferenceService> makeLocalService(EngineOptions options) {
    setThreads(options.threads > 0 ? options.threads : spareCores());
    ServiceBackend backend;
    backend.makeWorker = [bytes = options.modelBudgetBytes](const std::string& device) {
        return makeWorker(device, bytes);
    };
    backend.inspect = inspect;
    backend.findProgram = engine::findProgram;
    backend.trustProgram = engine::trustProgram;
    backend.histogram = tensorHistogram;
    backend.preview = makePreview;
    backend.cacheKey = cacheKey;
    // A device that is not there gets a worker of its own, which reports it.
    backend.resolveDevice = [](const std::string& device) {
        return triptych::backend::resolveDevice(device).value_or(device);
    };
    backend.devices = engine::devices;
    backend.methods = engine::methods();
    backend.passes = engine::passes;
    backend.metrics = engine::metrics();
    backend.builtinModels = engine::builtinModels();
    return makeService(std::move(backend), options);
}

} // namespace triptych::engine
