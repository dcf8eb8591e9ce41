// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/family_source.h"

#include <algorithm>
#include <array>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/devices.h"
#include "inference/backend/guard.h"
#include "inference/models/family_model.h"

namespace triptych::models {

namespace {

constexpr const char* foreignWeights =
    " Weights and config.json belong to different models, or the download is damaged.";

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

// What the folder says that it is: other classes of a family have other parts.
std::string classText(const formats::Json& config) {
    const auto named = config.find("architectures");
    if (named == config.end() || !named->is_array() || named->empty() || !named->front().is_string())
        return {};
    return " The folder names the class " + named->front().get<std::string>() +
           "; another class of the same family may lack that part.";
}

Result<void> checkUse(const backend::WeightUse& use, const formats::Json& config) {
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
                        foreignWeights + classText(config),
                    use.missing.front());
    return {};
}

bool isWholeNumber(formats::DType type) {
    using formats::DType;
    return type == DType::I64 || type == DType::I32 || type == DType::I16 || type == DType::I8 || type == DType::U8 ||
           type == DType::Bool;
}

// Quantised weights are whole numbers, whose scales stand elsewhere; computed with as they are they would be nonsense.
Result<void> checkTypes(const formats::TensorViews& stored, const backend::WeightUse& use) {
    for (const auto& [name, view] : stored)
        if (isWholeNumber(view.dtype) && (name.ends_with(".weight") || name.ends_with(".bias")) &&
            std::ranges::find(use.unexpected, name) == use.unexpected.end())
            return fail(ErrorCode::Unsupported,
                        "The tensor is of type " + std::string(formats::toString(view.dtype)) +
                            ": quantised weights are not supported; choose a folder with float32, float16 or bfloat16 "
                            "weights.",
                        name);
    return {};
}

ModelDescriptor describeWeights(const std::string& family, const formats::ModelFolder& folder,
                                const formats::TensorViews& stored) {
    ModelDescriptor descriptor;
    descriptor.family = family;
    descriptor.label = folder.path().filename().string();
    for (const auto& [name, view] : stored) {
        descriptor.tensors.push_back({name, std::string(formats::toString(view.dtype)), view.shape,
                                      static_cast<std::int64_t>(view.bytes.size())});
        descriptor.parameterCount += elementCount(view.shape);
        descriptor.weightBytes += static_cast<std::int64_t>(view.bytes.size());
    }
    return descriptor;
}

// Tokens of one sample in a tower, as far as the configuration tells; an upper end for texts.
std::int64_t typicalTokens(const formats::Json& config, const std::string& tower) {
    constexpr std::int64_t unknown = 256;
    constexpr std::int64_t longestText = 512;
    const formats::Json* section = &config;
    for (const auto& [name, value] : config.items())
        if (value.is_object() && name.starts_with(tower))
            section = &value;
    const auto number = [&](const char* key) -> std::int64_t {
        const auto found = section->find(key);
        return found != section->end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
    };
    const std::int64_t edge = number("image_size");
    const std::int64_t patch = number("patch_size");
    if (edge > 0 && patch > 0 && edge >= patch && edge / patch < 1024)
        return (edge / patch) * (edge / patch) + 1;
    const std::int64_t text = number("max_position_embeddings");
    return text > 0 ? std::min(text, longestText) : unknown;
}

std::int64_t typicalMapBytes(const formats::Json& config, const std::map<std::string, TowerDescriptor>& towers) {
    std::int64_t bytes = 0;
    for (const auto& [name, tower] : towers) {
        const std::int64_t tokens = typicalTokens(config, name);
        bytes += tower.layers * tower.heads * tokens * tokens * static_cast<std::int64_t>(sizeof(float));
    }
    return bytes;
}

constexpr std::array tokenizerFiles{"tokenizer.json", "vocab.json",      "vocab.txt",
                                    "spiece.model",   "tokenizer.model", "sentencepiece.bpe.model"};

Result<text::TokenizerPtr> tokenizerOf(const formats::ModelFolder& folder) {
    const bool has = std::ranges::any_of(tokenizerFiles, [&](const char* name) {
        std::error_code ignored;
        return std::filesystem::exists(folder.path() / name, ignored);
    });
    return has ? text::loadTokenizer(folder.path()) : text::TokenizerPtr();
}

// What a folder holds beside its weights.
struct Companions {
    text::TokenizerPtr tokenizer;
    formats::Json preprocessor;
};

Result<Companions> companionsOf(const formats::ModelFolder& folder) {
    auto tokenizer = tokenizerOf(folder);
    if (!tokenizer)
        return Failure(tokenizer.error());
    auto preprocessor = folder.preprocessorConfig();
    if (!preprocessor)
        return Failure(preprocessor.error());
    return Companions{*std::move(tokenizer), *std::move(preprocessor)};
}

struct Built {
    ModelPtr model;
    backend::WeightUse use;
};

// Half-precision weights take half of what a GPU has free at most, as float32; the CPU keeps them mapped.
std::int64_t roomForFloats(at::Device device) {
    return device.is_cuda() ? backend::freeGpuBytes(device.index()) / 2 : 0;
}

Result<Built> buildOn(at::Device device, FamilyBuilder build, const std::string& family,
                      const formats::ModelFolder& folder, const Companions& companions, const std::string& hash) {
    return backend::guarded("load", [&]() -> Result<Built> {
        const at::NoGradGuard noGradients;
        const auto reader = backend::WeightReader::open(folder.weightFiles(), device, roomForFloats(device));
        if (!reader)
            return Failure(reader.error());
        FamilySource source{folder,
                            ConfigView(folder.config(), folder.configFile().string()),
                            ConfigView(companions.preprocessor, (folder.path() / "preprocessor_config.json").string()),
                            reader->root(),
                            companions.tokenizer,
                            device,
                            describeWeights(family, folder, reader->stored())};
        source.descriptor.hash = hash;
        source.descriptor.weightBytes = reader->bytes();
        auto model = build(source);
        if (!model)
            return Failure(model.error());
        for (const ConfigView* config : {&source.config, &source.preprocessor})
            if (const auto broken = config->error())
                return Failure(*broken);
        auto& built = static_cast<FamilyModel&>(**model);
        backend::WeightUse use = reader->use();
        if (const auto usable = checkTypes(reader->stored(), use); !usable)
            return Failure(usable.error());
        built.reportUnexpected(use.unexpected);
        built.reportMapBytes(typicalMapBytes(folder.config(), built.descriptor().towers));
        return Built{*std::move(model), std::move(use)};
    });
}

} // namespace

Result<ModelPtr> loadFamily(FamilyBuilder build, const std::string& family, const formats::ModelFolder& folder,
                            const std::string& device, const Monitor& monitor) {
    const auto companions = companionsOf(folder);
    if (!companions)
        return Failure(companions.error());
    const auto hash = folder.hash(monitor);
    if (!hash)
        return Failure(hash.error());
    const auto built = buildOn(at::Device(device), build, family, folder, *companions, *hash);
    if (!built)
        return Failure(built.error());
    if (const auto fits = checkUse(built->use, folder.config()); !fits)
        return Failure(fits.error());
    return built->model;
}

Result<ModelDescriptor> inspectFamily(FamilyBuilder build, const std::string& family,
                                      const formats::ModelFolder& folder) {
    const auto companions = companionsOf(folder);
    if (!companions)
        return Failure(companions.error());
    auto built = buildOn(at::kMeta, build, family, folder, *companions, {});
    // A family that looks at values while it is built needs them; on the CPU they stay mapped.
    if (!built && built.error().code == ErrorCode::Internal)
        built = buildOn(at::kCPU, build, family, folder, *companions, {});
    if (!built)
        return Failure(built.error());
    backend::WeightUse use = built->use;
    use.missing.clear();
    if (const auto fits = checkUse(use, folder.config()); !fits)
        return Failure(fits.error());
    ModelDescriptor descriptor = built->model->descriptor();
    descriptor.missingTensors = built->use.missing;
    return descriptor;
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
