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

// A worker's ways to act, used on its thread only, but for `loaded` and `budgetBytes`.
struct WorkerHands {
    std::function<Result<RunResult>(const RunRequest&, const Monitor&)> run;
    std::function<Result<LoadedModel>(const LoadRequest&, const Monitor&)> load;
    std::function<Result<QualityReport>(const QualityRequest&, const std::function<void(const QualityReport&)>& grown,
                                        const Monitor&)>
        measure;
    std::function<Result<StudyReport>(const StudyRequest&, const std::function<void(const StudyReport&)>& grown,
                                      const Monitor&)>
        study;
    std::function<void(const std::string& model)> unload;
    std::function<std::vector<LoadedModel>()> loaded;
    std::function<std::int64_t()> budgetBytes;
};

// What a service does with its requests; everything slow happens in here, on the service's threads.
struct ServiceBackend {
    // Once per device; it must return at once.
    std::function<WorkerHands(const std::string& device)> makeWorker;
    std::function<Result<ModelReport>(const std::string& model, const std::string& device)> inspect;
    std::function<std::optional<ProgramFacts>(const std::string& model)> findProgram;
    std::function<Result<void>(const std::string& sha256, Trust trust)> trustProgram;
    std::function<Result<TensorHistogram>(const HistogramRequest&, const Monitor&)> histogram;
    std::function<Result<Preview>(const PreviewRequest&)> preview;
    // Key of the cache; nothing: the run is not cached.
    std::function<std::optional<std::string>(const RunRequest&)> cacheKey;
    // "auto" becomes the device that is used.
    std::function<std::string(const std::string& device)> resolveDevice;
    std::function<DeviceList()> devices;
    std::vector<MethodDescriptor> methods;
    std::function<Result<std::int64_t>(const std::string& method, const std::map<std::string, std::string>& parameters,
                                       const UnitCounts& units)>
        passes;
    std::vector<MetricDescriptor> metrics;
    std::vector<std::string> builtinModels;
};

[[nodiscard]] std::unique_ptr<InferenceService> makeService(ServiceBackend backend, const EngineOptions& options);

} // namespace triptych::engine
