// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/vision_text_dual_encoder/vit_tower.h"

#include <ATen/ATen.h>

namespace triptych::models::vision_text_dual_encoder {

namespace {

constexpr LayerNames newVitLayerNames{"attention",
                                      "layernorm_before",
                                      {"q_proj", "k_proj", "v_proj", "o_proj", ""},
                                      "mlp.fc1",
                                      "mlp.fc2",
                                      "layernorm_after",
                                      "",
                                      ""};

// 224 or [height, width].
PixelSize readPixelSize(const ConfigView& config, const std::string& key, PixelSize fallback) {
    if (!config.has(key) || !config.json().at(key).is_array()) {
        const int edge = config.size(key, fallback.height);
        return {edge, edge};
    }
    const std::vector<int> edges = config.integers(key, {});
    const bool usable = edges.size() == 2 && edges[0] > 0 && edges[1] > 0;
    config.require(usable, "\"" + key + "\" needs one or two positive numbers.");
    return usable ? PixelSize{edges[0], edges[1]} : fallback;
}

} // namespace

VitConfig VitConfig::read(const ConfigView& config) {
    VitConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.image = readPixelSize(config, "image_size", read.image);
    read.patch = readPixelSize(config, "patch_size", read.patch);
    read.channels = config.size("num_channels", read.channels);
    read.queryBias = config.flag("qkv_bias", read.queryBias);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    read.poolerActivation = readActivation(config, "pooler_act", "tanh");
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.patch.height <= read.image.height && read.patch.width <= read.image.width,
                   "\"patch_size\" is larger than \"image_size\".");
    config.require(config.size("pooler_output_size", read.width) == read.width,
                   "\"pooler_output_size\" differs from \"hidden_size\", which the projection is made for.");
    return read;
}

VitTower VitTower::load(const WeightScope& scope, const VitConfig& config) {
    VitTower tower;
    tower.m_poolerActivation = config.poolerActivation;
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.channels = config.channels;
    sizes.patch = config.patch;
    sizes.image = config.image;
    const WeightScope embeddings = scope / "embeddings";
    tower.m_embedding =
        PatchEmbedding::load(embeddings, {"patch_embeddings.projection", "cls_token", "position_embeddings"}, sizes);
    embeddings.ignore("mask_token");
    const bool isNewLayout = scope.hasAny("layers");
    LayerOptions options;
    options.names = isNewLayout ? newVitLayerNames : vitLayerNames;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.attention.queryBias = options.attention.keyBias = options.attention.valueBias = config.queryBias;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    tower.m_layers = loadLayers(isNewLayout ? scope / "layers" : scope / "encoder" / "layer", config.layers, options);
    tower.m_norm = Norm::layer(scope / "layernorm", config.width, config.epsilon);
    tower.m_pooler = Linear::load(scope / "pooler" / "dense", config.width, config.width);
    return tower;
}

at::Tensor VitTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    return pool(passLayers(m_layers, tokens, {}, "vision", trace).select(1, 0));
}

at::Tensor VitTower::pool(const at::Tensor& tokens) const {
    return activate(m_pooler(m_norm(tokens)), m_poolerActivation);
}

} // namespace triptych::models::vision_text_dual_encoder
