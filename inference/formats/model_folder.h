// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/formats/json.h"
#include "inference/formats/safetensors.h"

namespace triptych::formats {

// The files of one model as Hugging Face (or open_clip) lays them out. Nothing but config.json is read on opening.
class ModelFolder {
public:
    // Finds config.json (or open_clip_config.json) and the weights: model.safetensors, the only *.safetensors of the
    // folder, or the shards of model.safetensors.index.json. Untrusted when there are only pickle files (.bin, .pt,
    // .pth, .ckpt), which run code when they are loaded; FileMissing when there are no weights at all.
    [[nodiscard]] static Result<ModelFolder> open(const std::filesystem::path& folder);

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] const Json& config() const { return m_config; }
    [[nodiscard]] const std::filesystem::path& configFile() const { return m_configFile; }
    // In name order.
    [[nodiscard]] const std::vector<std::filesystem::path>& weightFiles() const { return m_weightFiles; }

    // preprocessor_config.json, or what processor_config.json holds in its place; an empty object where there is none.
    [[nodiscard]] Result<Json> preprocessorConfig() const;

    // SHA-256 over configuration and weight files in name order, first 16 hexadecimal digits. Reads all weights once.
    [[nodiscard]] Result<std::string> hash(const Monitor& monitor = {}) const;

private:
    std::filesystem::path m_path;
    std::filesystem::path m_configFile;
    Json m_config;
    std::vector<std::filesystem::path> m_weightFiles;
};

// The tensors of one model, from one file or several.
class ModelWeights {
public:
    // BadFormat when two files hold a tensor of the same name.
    [[nodiscard]] static Result<ModelWeights> open(const std::vector<std::filesystem::path>& files);

    // Views stay valid as long as this object or a copy of it.
    [[nodiscard]] const TensorViews& tensors() const { return m_tensors; }

private:
    std::vector<SafetensorsFile> m_files;
    TensorViews m_tensors;
};

} // namespace triptych::formats
