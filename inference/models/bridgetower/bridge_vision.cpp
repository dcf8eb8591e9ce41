// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/bridgetower/bridge_vision.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models::bridgetower {

namespace {

constexpr LayerNames residualBlockNames{
    "attn", "ln_1", {"", "", "", "out_proj", "in_proj_"}, "mlp.c_fc", "mlp.c_proj", "ln_2", "", ""};

} // namespace

BridgeVisionConfig BridgeVisionConfig::read(const ConfigView& config) {
    BridgeVisionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers) - (config.flag("remove_last_layer", false) ? 1 : 0);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.channels = config.size("num_channels", read.channels);
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.heads() > 0 && read.width % read.heads() == 0,
                   "\"hidden_size\" cannot be split into heads that are 64 wide.");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

BridgeVision BridgeVision::load(const WeightScope& scope, const BridgeVisionConfig& config) {
    BridgeVision tower;
    tower.m_config = config;
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.channels = config.channels;
    sizes.patch = {config.patchSize, config.patchSize};
    sizes.image = {config.imageSize, config.imageSize};
    sizes.hasBias = false;
    const WeightScope embeddings = scope / "embeddings";
    tower.m_embedding =
        PatchEmbedding::load(embeddings, {"patch_embedding", "class_embedding", "position_embedding.weight"}, sizes);
    embeddings.ignore("position_ids");
    tower.m_preNorm = Norm::layer(scope / "ln_pre", config.width, config.epsilon);
    LayerOptions options;
    options.names = residualBlockNames;
    options.attention.width = config.width;
    options.attention.heads = std::max(1, config.heads());
    options.mlpWidth = 4 * config.width;
    options.activation = Activation::QuickGelu;
    options.epsilon = config.epsilon;
    tower.m_layers = loadLayers(scope / "transformer" / "resblocks", config.layers, options);
    tower.m_postNorm = Norm::layer(scope / "ln_post", config.width, config.epsilon);
    // Norms per layer are stored where they are not shared, but fusion reads the last one everywhere.
    for (int i = 0; i <= config.layers; ++i)
        for (const char* part : {"weight", "bias"})
            (scope / "ln_separate" / i).ignore(part);
    return tower;
}

std::vector<at::Tensor> BridgeVision::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    std::vector<at::Tensor> states{m_preNorm(m_embedding(pixels))};
    trace.record("vision.hidden.embed", states.back());
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        states.push_back(m_layers[i](states.back(), {}, layerName("vision", i), trace));
    return states;
}

} // namespace triptych::models::bridgetower
