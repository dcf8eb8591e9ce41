// SPDX-License-Identifier: GPL-3.0-or-later
// What this build and this machine have, for listings: everything comes from the registries.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/coalition_game.h"
#include "inference/contract/descriptor.h"

namespace triptych::engine {

[[nodiscard]] DeviceList devices();
// "auto", "cpu" or "cuda:N" as a device of this machine. DeviceUnavailable.
[[nodiscard]] Result<std::string> resolveDevice(const std::string& device);
[[nodiscard]] std::vector<MethodDescriptor> methods();
[[nodiscard]] std::vector<MetricDescriptor> metrics();
// See InferenceService::passes.
[[nodiscard]] Result<std::int64_t>
passes(const std::string& method, const std::map<std::string, std::string>& parameters, const UnitCounts& units);
// Ids of the families that can be loaded: "tri".
[[nodiscard]] std::vector<std::string> modelFamilies();
// Names that stand for a shipped model: "builtin", "builtin-plain".
[[nodiscard]] std::vector<std::string> builtinModels();

// What a model ("builtin" or a folder) is, by its configuration and the names and shapes of its weights. Missing
// tensors are listed, although loading refuses them.
[[nodiscard]] Result<ModelDescriptor> inspectModel(const std::string& model);

// Threads of one operation on the CPU, for this process.
void setThreads(int threads);

} // namespace triptych::engine
