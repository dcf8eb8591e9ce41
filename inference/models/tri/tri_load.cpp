// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "inference/backend/guard.h"
#include "inference/backend/torch_modules.h"
#include "inference/backend/weights.h"
#include "inference/formats/file_bytes.h"
#include "inference/formats/safetensors.h"
#include "inference/models/tri/tri_family.h"
#include "inference/models/tri/tri_model.h"

namespace triptych::models::tri {

namespace {

constexpr int typicalTextTokens = 16;
constexpr int typicalAudioTokens = 32;

std::int64_t typicalMapBytes(const TriConfig& config) {
    const auto square = [](std::int64_t n) { return n * n; };
    const std::int64_t patches = config.patchCount();
    const std::int64_t queries = typicalTextTokens + typicalAudioTokens;
    const std::int64_t cells = config.visionLayers * square(patches) + config.textLayers * square(typicalTextTokens) +
                               config.audioLayers * square(typicalAudioTokens) +
                               config.fusionLayers * (square(queries) + queries * patches) + patches + queries;
    return cells * config.heads * static_cast<std::int64_t>(sizeof(float));
}

ModelDescriptor describeNetwork(const TriConfig& config, const NetworkImpl& network,
                                const formats::TensorViews& stored) {
    ModelDescriptor descriptor;
    descriptor.family = "tri";
    descriptor.label = config.label;
    descriptor.modalities = {allModalities.begin(), allModalities.end()};
    descriptor.towers = {{"vision", {config.visionLayers, config.heads}},
                         {"text", {config.textLayers, config.heads}},
                         {"audio", {config.audioLayers, config.heads}},
                         {"fusion", {config.fusionLayers, config.heads}}};
    for (const at::Tensor& parameter : network.parameters())
        descriptor.parameterCount += parameter.numel();
    for (const auto& [name, view] : stored)
        descriptor.tensors.push_back({name, std::string(formats::toString(view.dtype)), view.shape,
                                      static_cast<std::int64_t>(view.bytes.size())});
    descriptor.weightBytes = descriptor.parameterCount * static_cast<std::int64_t>(sizeof(float));
    descriptor.mapBytes = typicalMapBytes(config);
    descriptor.hasMatchHead = true;
    return descriptor;
}

Result<ArrayMap> readArrays(const formats::TensorViews& views, const Monitor& monitor) {
    ArrayMap arrays;
    for (const auto& [name, view] : views) {
        if (const auto alive = monitor.check(); !alive)
            return tl::unexpected(alive.error());
        auto array = formats::toArray(view, name);
        if (!array)
            return tl::unexpected(array.error());
        arrays.emplace(name, *std::move(array));
    }
    return arrays;
}

} // namespace

Result<ModelPtr> TriModel::load(const formats::ModelFolder& folder, const std::string& device, const Monitor& monitor) {
    const auto config = parseConfig(folder.config().dump());
    if (!config)
        return fail(config.error().code, config.error().detail, folder.configFile().string());
    auto tokenizer = text::loadTokenizer(folder.path());
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    const auto weights = formats::ModelWeights::open(folder.weightFiles());
    if (!weights)
        return tl::unexpected(weights.error());
    const auto arrays = readArrays(weights->tensors(), monitor);
    if (!arrays)
        return tl::unexpected(arrays.error());
    const auto hash = folder.hash(monitor);
    if (!hash)
        return tl::unexpected(hash.error());
    return backend::guarded("load", [&]() -> Result<ModelPtr> {
        const std::shared_ptr<TriModel> model(
            new TriModel(*config, Preprocess(*config, *std::move(tokenizer)), at::Device(device)));
        const auto report = backend::loadWeights(*model->m_network, *arrays);
        if (!report)
            return tl::unexpected(report.error());
        if (!report->missing.empty())
            return fail(ErrorCode::ModelMismatch,
                        "The weights lack this tensor. Weights and config.json belong to different models.",
                        report->missing.front());
        for (at::Tensor& parameter : model->m_network->parameters())
            parameter.requires_grad_(false);
        model->m_network->to(model->m_device);
        model->m_network->eval();
        model->m_descriptor = describeNetwork(*config, *model->m_network, weights->tensors());
        model->m_descriptor.hash = *hash;
        model->m_descriptor.unexpectedTensors = report->unexpected;
        return model;
    });
}

Result<ModelDescriptor> inspectTri(const formats::ModelFolder& folder) {
    const auto config = parseConfig(folder.config().dump());
    if (!config)
        return fail(config.error().code, config.error().detail, folder.configFile().string());
    const auto weights = formats::ModelWeights::open(folder.weightFiles());
    if (!weights)
        return tl::unexpected(weights.error());
    return backend::guarded("inspect", [&]() -> Result<ModelDescriptor> {
        const NetworkImpl network(*config);
        ModelDescriptor descriptor = describeNetwork(*config, network, weights->tensors());
        std::set<std::string> known;
        const auto check = [&](const auto& named) -> Result<void> {
            for (const auto& item : named) {
                known.insert(item.key());
                const auto stored = weights->tensors().find(item.key());
                if (stored == weights->tensors().end())
                    descriptor.missingTensors.push_back(item.key());
                else if (item.value().sizes() != at::IntArrayRef(stored->second.shape))
                    return fail(ErrorCode::ModelMismatch,
                                "The tensor has another shape than the configuration asks for. Weights and config.json "
                                "belong to different models.",
                                item.key());
            }
            return {};
        };
        const auto fits = check(network.named_parameters()).and_then([&] { return check(network.named_buffers()); });
        if (!fits)
            return tl::unexpected(fits.error());
        for (const auto& [name, view] : weights->tensors())
            if (!known.contains(name))
                descriptor.unexpectedTensors.push_back(name);
        return descriptor;
    });
}

Result<ModelPtr> loadTri(const formats::ModelFolder& folder, const std::string& device, const Monitor& monitor) {
    return TriModel::load(folder, device, monitor);
}

} // namespace triptych::models::tri
