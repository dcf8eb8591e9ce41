// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/catalogue.h"

#include "inference/backend/devices.h"
#include "inference/engine/programs.h"
#include "inference/explain/method.h"
#include "inference/explain/parameters.h"
#include "inference/explain/registry.h"
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
    if (findProgram(model))
        return models::inspectModel(model);
    return models::loadModel(model, "cpu", {}).map([](const std::shared_ptr<models::Model>& loaded) {
        return loaded->descriptor();
    });
}

void setThreads(int threads) {
    backend::setThreads(threads);
}

} // namespace triptych::engine
