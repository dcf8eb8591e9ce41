// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/local_service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/engine/catalogue.h"
#include "inference/engine/model_store.h"
#include "inference/engine/preview.h"
#include "inference/engine/request_key.h"
#include "inference/engine/run.h"
#include "inference/engine/service.h"

namespace triptych::engine {

namespace {

ServiceBackend::Run makeRun(const std::string& device) {
    // Shared, because a std::function is copied; still only one worker calls it.
    auto runner = std::make_shared<Runner>(device);
    return [runner](const RunRequest& request, const Monitor& monitor) {
        return runner->run(request, {}, monitor).map([](RunOutput output) { return std::move(output.result); });
    };
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
    backend.makeRun = makeRun;
    backend.preview = makePreview;
    backend.cacheKey = cacheKey;
    // A device that is not there gets a worker of its own, which reports it.
    backend.resolveDevice = [](const std::string& device) {
        return triptych::backend::resolveDevice(device).value_or(device);
    };
    backend.devices = engine::devices;
    backend.methods = engine::methods();
    backend.metrics = engine::metrics();
    backend.builtinModels = engine::builtinModels();
    return makeService(std::move(backend), options);
}

} // namespace triptych::engine
