// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/siglip/siglip_vision_tower.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"

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

SiglipVisionTower SiglipVisionTower::embeddingOnly(const WeightScope& embeddings, const SiglipVisionConfig& config) {
    SiglipVisionTower tower;
    if (const std::int64_t side = config.flexibleSide; side > 0) {
        const std::int64_t values = std::int64_t{config.channels} * config.patchSize * config.patchSize;
        tower.m_patches = Linear::load(embeddings / "patch_embedding", values, config.width);
        tower.m_flexiblePlaces =
            embeddings.take("position_embedding.weight", {side * side, config.width}).reshape({side, side, -1});
        return tower;
    }
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.channels = config.channels;
    sizes.patch = {config.patchSize, config.patchSize};
    sizes.image = {config.imageSize, config.imageSize};
    tower.m_embedding = PatchEmbedding::load(embeddings, {"patch_embedding", "", "position_embedding.weight"}, sizes);
    embeddings.ignore("position_ids");
    return tower;
}

SiglipVisionTower SiglipVisionTower::load(const WeightScope& scope, const SiglipVisionConfig& config) {
    SiglipVisionTower tower = embeddingOnly(scope / "embeddings", config);
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

std::vector<at::Tensor> SiglipVisionTower::allHidden(const at::Tensor& pixels, backend::Trace& trace) const {
    std::vector<at::Tensor> hidden{m_embedding(pixels)};
    trace.record("vision.hidden.embed", hidden.back());
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        hidden.push_back(m_layers[i](hidden.back(), {}, layerName("vision", i), trace));
    return hidden;
}

at::Tensor SiglipVisionTower::encode(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const {
    trace.record("vision.hidden.embed", tokens);
    LayerContext context;
    context.mask = mask;
    return m_postNorm(passLayers(m_layers, tokens, context, "vision", trace));
}

at::Tensor SiglipVisionTower::pool(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const {
    const at::Tensor probe = like(tokens, m_probe).expand({tokens.size(0), -1, -1});
    const at::Tensor pooled = m_pool.cross(probe, tokens, mask, "vision.pool.attention", trace);
    const at::Tensor mlp = m_poolDown(activate(m_poolUp(m_poolNorm(pooled)), m_activation));
    return (pooled + mlp).select(1, 0);
}

at::Tensor SiglipVisionTower::patches(const at::Tensor& pixels, backend::Trace& trace) const {
    return encode(m_embedding(pixels), {}, trace);
}

at::Tensor SiglipVisionTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    return pool(patches(pixels, trace), {}, trace);
}

// The table of places is stretched over every image; padding stands at the first place, where nobody looks.
at::Tensor SiglipVisionTower::embedFlexibly(const FlexibleImages& images) const {
    const at::Tensor tokens = m_patches(images.values);
    const at::Tensor table = like(tokens, m_flexiblePlaces).permute({2, 0, 1}).unsqueeze(0);
    std::vector<at::Tensor> places;
    for (std::int64_t image = 0; image < tokens.size(0); ++image) {
        const auto rows = images.shapes[image][0].item<std::int64_t>();
        const auto cols = images.shapes[image][1].item<std::int64_t>();
        const at::Tensor own = at::_upsample_bilinear2d_aa(table, {rows, cols}, false)[0].flatten(1).t();
        places.push_back(at::cat({own, own.narrow(0, 0, 1).expand({tokens.size(1) - rows * cols, -1})}));
    }
    return tokens + at::stack(places);
}

at::Tensor SiglipVisionTower::operator()(const FlexibleImages& images, backend::Trace& trace) const {
    const at::Tensor mask = keyMask(images.mask);
    return pool(encode(embedFlexibly(images), mask, trace), mask, trace);
}

} // namespace triptych::models::siglip
