// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/siglip/siglip_vision_tower.h"

#include <ATen/ATen.h>

namespace triptych::models::siglip {

SiglipVisionConfig SiglipVisionConfig::read(const ConfigView& config) {
    SiglipVisionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.channels = config.size("num_channels", read.channels);
    read.activation = readActivation(config, "hidden_act", "gelu_pytorch_tanh");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    read.hasHead = config.flag("vision_use_head", true);
    return read;
}

SiglipVisionTower SiglipVisionTower::load(const WeightScope& scope, const SiglipVisionConfig& config) {
    SiglipVisionTower tower;
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.channels = config.channels;
    sizes.patch = {config.patchSize, config.patchSize};
    sizes.image = {config.imageSize, config.imageSize};
    const WeightScope embeddings = scope / "embeddings";
    tower.m_embedding = PatchEmbedding::load(embeddings, {"patch_embedding", "", "position_embedding.weight"}, sizes);
    embeddings.ignore("position_ids");
    LayerOptions options;
    options.names = clipLayerNames;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    tower.m_layers = loadLayers(scope / "encoder" / "layers", config.layers, options);
    tower.m_postNorm = Norm::layer(scope / "post_layernorm", config.width, config.epsilon);
    tower.m_activation = config.activation;
    if (!config.hasHead)
        return tower;
    const WeightScope head = scope / "head";
    tower.m_probe = head.take("probe", {1, 1, config.width});
    tower.m_pool = Attention::load(head / "attention", packedAttentionNames, options.attention);
    tower.m_poolNorm = Norm::layer(head / "layernorm", config.width, config.epsilon);
    tower.m_poolUp = Linear::load(head / "mlp.fc1", config.width, config.mlpWidth);
    tower.m_poolDown = Linear::load(head / "mlp.fc2", config.mlpWidth, config.width);
    return tower;
}

at::Tensor SiglipVisionTower::patches(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_embedding(pixels);
    trace.record("vision.hidden.embed", tokens);
    return m_postNorm(passLayers(m_layers, tokens, {}, "vision", trace));
}

at::Tensor SiglipVisionTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = patches(pixels, trace);
    const at::Tensor probe = like(tokens, m_probe).expand({tokens.size(0), -1, -1});
    const at::Tensor pooled = m_pool.cross(probe, tokens, {}, "vision.pool.attention", trace);
    const at::Tensor mlp = m_poolDown(activate(m_poolUp(m_poolNorm(pooled)), m_activation));
    return (pooled + mlp).select(1, 0);
}

} // namespace triptych::models::siglip
