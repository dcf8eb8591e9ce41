// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/base/progress.h"
#include "inference/contract/descriptor.h"

namespace triptych::models {

class Model;

// Ids of the families that can be loaded, as config.json names them: "tri".
[[nodiscard]] std::vector<std::string> familyIds();

// Names of the shipped models: "builtin", "builtin-plain".
[[nodiscard]] std::vector<std::string> builtinModels();

// The folder of a shipped model, or the folder that is named itself. FileMissing where there is none.
[[nodiscard]] Result<std::filesystem::path> modelFolder(const std::string& model);

// Reads a model ("builtin", "builtin-plain" or a folder) onto a device ("auto", "cpu", "cuda:0"). Errors: FileMissing,
// BadFormat, ModelMismatch (a tensor is missing or has another shape), NotFinite (names the tensor), DeviceUnavailable,
// OutOfMemory, Canceled.
[[nodiscard]] Result<std::shared_ptr<Model>> loadModel(const std::string& model, const std::string& device,
                                                       const Monitor& monitor);

// What loadModel would make of a model, from its configuration and the headers of its weights: nothing is computed, and
// the hash is empty. Missing tensors are listed. Errors: FileMissing, BadFormat, ModelMismatch (shapes), Unsupported,
// Untrusted.
[[nodiscard]] Result<ModelDescriptor> inspectModel(const std::string& model);

} // namespace triptych::models
