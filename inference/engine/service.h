// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/contract/inference_service.h"
#include "inference/engine/local_service.h"

namespace triptych::engine {

// What a service does with its requests; everything slow happens in here, on the service's threads.
struct ServiceBackend {
    using Run = std::function<Result<RunResult>(const RunRequest&, const Monitor&)>;

    // A worker's way to run, used by one thread only. Called once per device, on its worker.
    std::function<Run(const std::string& device)> makeRun;
    std::function<Result<Preview>(const PreviewRequest&)> preview;
    // Key of the cache; nothing: the run is not cached.
    std::function<std::optional<std::string>(const RunRequest&)> cacheKey;
    // "auto" becomes the device that is used.
    std::function<std::string(const std::string& device)> resolveDevice;
    std::function<DeviceList()> devices;
    std::vector<MethodDescriptor> methods;
    std::vector<MetricDescriptor> metrics;
    std::vector<std::string> builtinModels;
};

[[nodiscard]] std::unique_ptr<InferenceService> makeService(ServiceBackend backend, const EngineOptions& options);

} // namespace triptych::engine
