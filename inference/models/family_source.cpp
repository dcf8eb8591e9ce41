// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/family_source.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/guard.h"
#include "inference/models/family_model.h"

namespace triptych::models {

namespace {

constexpr const char* foreignWeights = " Weights and config.json belong to different models, or the download is damaged.";

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

Result<void> checkUse(const backend::WeightUse& use) {
    if (!use.mismatched.empty()) {
        const backend::WeightMismatch& first = use.mismatched.front();
        return fail(ErrorCode::ModelMismatch,
                    "The tensor has shape " + shapeText(first.stored) + ", the configuration asks for " +
                        shapeText(first.expected) + "." + foreignWeights,
                    first.name);
    }
    if (!use.missing.empty())
        return fail(ErrorCode::ModelMismatch,
                    "The weights lack this tensor" +
                        (use.missing.size() > 1 ? " and " + std::to_string(use.missing.size() - 1) + " more." : ".") +
                        foreignWeights,
                    use.missing.front());
    return {};
}

ModelDescriptor describeWeights(const std::string& family, const formats::ModelFolder& folder,
                                const formats::TensorViews& stored) {
    ModelDescriptor descriptor;
    descriptor.family = family;
    descriptor.label = folder.path().filename().string();
    for (const auto& [name, view] : stored) {
        descriptor.tensors.push_back({name, std::string(formats::toString(view.dtype)), view.shape});
        descriptor.parameterCount += elementCount(view.shape);
        descriptor.weightBytes += static_cast<std::int64_t>(view.bytes.size());
    }
    return descriptor;
}

constexpr std::array tokenizerFiles{"tokenizer.json", "vocab.json", "vocab.txt", "spiece.model", "tokenizer.model",
                                    "sentencepiece.bpe.model"};

Result<text::TokenizerPtr> tokenizerOf(const formats::ModelFolder& folder) {
    const bool has = std::ranges::any_of(tokenizerFiles, [&](const char* name) {
        std::error_code ignored;
        return std::filesystem::exists(folder.path() / name, ignored);
    });
    return has ? text::loadTokenizer(folder.path()) : text::TokenizerPtr();
}

} // namespace

Result<ModelPtr> loadFamily(FamilyBuilder build, const std::string& family, const formats::ModelFolder& folder,
                            const std::string& device, const Monitor& monitor) {
    auto tokenizer = tokenizerOf(folder);
    if (!tokenizer)
        return Failure(tokenizer.error());
    const auto preprocessor = folder.preprocessorConfig();
    if (!preprocessor)
        return Failure(preprocessor.error());
    const auto hash = folder.hash(monitor);
    if (!hash)
        return Failure(hash.error());
    return backend::guarded("load", [&]() -> Result<ModelPtr> {
        const at::NoGradGuard noGradients;
        const auto reader = backend::WeightReader::open(folder.weightFiles(), at::Device(device));
        if (!reader)
            return Failure(reader.error());
        FamilySource source{folder,
                            ConfigView(folder.config(), folder.configFile().string()),
                            ConfigView(*preprocessor, (folder.path() / "preprocessor_config.json").string()),
                            reader->root(),
                            *std::move(tokenizer),
                            at::Device(device),
                            describeWeights(family, folder, reader->stored())};
        source.descriptor.hash = *hash;
        auto model = build(source);
        if (!model)
            return model;
        for (const ConfigView* config : {&source.config, &source.preprocessor})
            if (const auto broken = config->error())
                return Failure(*broken);
        const backend::WeightUse use = reader->use();
        if (const auto fits = checkUse(use); !fits)
            return Failure(fits.error());
        static_cast<FamilyModel&>(**model).reportUnexpected(use.unexpected);
        return model;
    });
}

bool namesArchitecture(const ConfigView& config, std::string_view name) {
    const auto named = config.json().find("architectures");
    return named != config.json().end() && named->is_array() &&
           std::ranges::any_of(*named, [&](const formats::Json& entry) { return entry == name; });
}

Result<text::TokenizerPtr> requireTokenizer(const FamilySource& source) {
    if (source.tokenizer)
        return source.tokenizer;
    return fail(ErrorCode::FileMissing,
                "The folder has no tokenizer; complete the download with tokenizer.json or the vocabulary files.",
                source.folder.path().string());
}

} // namespace triptych::models
