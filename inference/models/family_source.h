// SPDX-License-Identifier: GPL-3.0-or-later
// What a family is built from: the parts of one published folder.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "inference/backend/weight_reader.h"
#include "inference/base/progress.h"
#include "inference/formats/model_folder.h"
#include "inference/models/config_view.h"
#include "inference/models/model.h"
#include "inference/text/tokenizer.h"

namespace triptych::models {

struct FamilySource {
    const formats::ModelFolder& folder;
    ConfigView config;       // config.json
    ConfigView preprocessor; // preprocessor_config.json; empty where there is none
    backend::WeightScope weights;
    text::TokenizerPtr tokenizer; // nullptr where the folder has none
    at::Device device = at::kCPU;
    // Family, hash, tensors and sizes are filled in; the family adds modalities, towers, and what it can be asked.
    ModelDescriptor descriptor;
};

// Builds the model; a broken configuration or missing weights are noted in the source's config and weights and checked
// by the caller.
using FamilyBuilder = Result<ModelPtr> (*)(FamilySource& source);

// Opens the parts of a folder, builds, and refuses what does not fit: BadFormat (configuration), ModelMismatch (tensors
// that are missing or of another shape), Unsupported, FileMissing, Canceled.
[[nodiscard]] Result<ModelPtr> loadFamily(FamilyBuilder build, const std::string& family,
                                          const formats::ModelFolder& folder, const std::string& device,
                                          const Monitor& monitor);

// The same without a device: what would be built, from shapes alone. Missing tensors are listed, the hash is empty.
[[nodiscard]] Result<ModelDescriptor> inspectFamily(FamilyBuilder build, const std::string& family,
                                                    const formats::ModelFolder& folder);

// Whether config.json names this class of transformers under "architectures".
[[nodiscard]] bool namesArchitecture(const ConfigView& config, std::string_view name);

// FileMissing where the folder has none.
[[nodiscard]] Result<text::TokenizerPtr> requireTokenizer(const FamilySource& source);

} // namespace triptych::models
