// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/catalogue.h"

#include "inference/backend/devices.h"
#include "inference/engine/programs.h"
#include "inference/explain/method.h"
#include "inference/explain/parameters.h"
#include "inference/explain/registry.h"
#include "inference/formats/model_folder.h"
#include "inference/metrics/registry.h"
#include "inference/models/model.h"
#include "inference/models/registry.h"

namespace triptych::engine {

DeviceList devices() {
    return backend::listDevices();
}

Result<std::string> resolveDevice(const std::string& device) {
    return backend::resolveDevice(device);
}

std::vector<MethodDescriptor> methods() {
    return explain::methodDescriptors();
}

std::vector<MetricDescriptor> metrics() {
    return metrics::metricDescriptors();
}

Result<std::int64_t> passes(const std::string& method, const std::map<std::string, std::string>& parameters,
                            const UnitCounts& units) {
    return explain::findMethod(method).and_then([&](const explain::Method* found) {
        return explain::Parameters::parse(found->descriptor(), parameters).map([&](const explain::Parameters& parsed) {
            return found->passes(parsed, units);
        });
    });
}

std::vector<std::string> modelFamilies() {
    return models::familyIds();
}

std::vector<std::string> builtinModels() {
    return models::builtinModels();
}

Result<ModelDescriptor> inspectModel(const std::string& model) {
    auto descriptor = models::inspectModel(model);
    if (!descriptor || !descriptor->hash.empty() || findProgram(model))
        return descriptor;
    return models::modelFolder(model)
        .and_then([](const std::filesystem::path& path) { return formats::ModelFolder::open(path); })
        .and_then([](const formats::ModelFolder& folder) { return folder.hash(); })
        .map([&](std::string hash) {
            descriptor->hash = std::move(hash);
            return *std::move(descriptor);
        });
}

void setThreads(int threads) {
    backend::setThreads(threads);
}

} // namespace triptych::engine
