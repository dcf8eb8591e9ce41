// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/clip_towers.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"

namespace triptych::models {

namespace {

constexpr int legacyEosToken = 2;

LayerOptions layerOptions(int width, int heads, int mlpWidth, Activation activation, double epsilon) {
    LayerOptions options;
    options.names = clipLayerNames;
    options.attention.width = width;
    options.attention.heads = heads;
    options.mlpWidth = mlpWidth;
    options.activation = activation;
    options.epsilon = epsilon;
    return options;
}

} // namespace

ConfigView clipSection(const ConfigView& config, const std::string& key) {
    return config.section(config.has(key + "_dict") ? key + "_dict" : key);
}

ClipVisionConfig ClipVisionConfig::read(const ConfigView& config) {
    ClipVisionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.imageSize = config.size("image_size", read.imageSize);
    read.patchSize = config.size("patch_size", read.patchSize);
    read.channels = config.size("num_channels", read.channels);
    read.activation = readActivation(config, "hidden_act", "quick_gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    config.require(read.patchSize <= read.imageSize, "\"patch_size\" is larger than \"image_size\".");
    return read;
}

ClipVisionTower ClipVisionTower::load(const WeightScope& scope, const ClipVisionConfig& config) {
    ClipVisionTower tower;
    tower.m_config = config;
    PatchEmbeddingSizes sizes;
    sizes.width = config.width;
    sizes.channels = config.channels;
    sizes.patch = {config.patchSize, config.patchSize};
    sizes.image = {config.imageSize, config.imageSize};
    sizes.hasBias = false;
    tower.m_embedding = PatchEmbedding::load(
        scope / "embeddings", {"patch_embedding", "class_embedding", "position_embedding.weight"}, sizes);
    tower.m_preNorm = Norm::layer(scope.firstOf({"pre_layrnorm", "pre_layernorm"}), config.width, config.epsilon);
    tower.m_layers =
        loadLayers(scope / "encoder" / "layers", config.layers,
                   layerOptions(config.width, config.heads, config.mlpWidth, config.activation, config.epsilon));
    tower.m_postNorm = Norm::layer(scope / "post_layernorm", config.width, config.epsilon);
    (scope / "embeddings").ignore("position_ids");
    return tower;
}

std::vector<at::Tensor> ClipVisionTower::allHidden(const at::Tensor& pixels, backend::Trace& trace) const {
    std::vector<at::Tensor> hidden{m_preNorm(m_embedding(pixels))};
    trace.record("vision.hidden.embed", hidden.back());
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        hidden.push_back(m_layers[i](hidden.back(), {}, layerName("vision", i), trace));
    return hidden;
}

at::Tensor ClipVisionTower::operator()(const at::Tensor& pixels, backend::Trace& trace) const {
    const at::Tensor tokens = m_preNorm(m_embedding(pixels));
    trace.record("vision.hidden.embed", tokens);
    return passLayers(m_layers, tokens, {}, "vision", trace);
}

ClipTextConfig ClipTextConfig::read(const ConfigView& config) {
    ClipTextConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.maxTokens = config.size("max_position_embeddings", read.maxTokens);
    read.eosToken = config.integer("eos_token_id", read.eosToken);
    read.activation = readActivation(config, "hidden_act", "quick_gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

ClipTextTower ClipTextTower::load(const WeightScope& scope, const ClipTextConfig& config) {
    ClipTextTower tower;
    tower.m_config = config;
    const WeightScope embeddings = scope / "embeddings";
    tower.m_tokens = embeddings.take("token_embedding.weight", {config.vocabulary, config.width});
    tower.m_positions = embeddings.take("position_embedding.weight", {config.maxTokens, config.width});
    embeddings.ignore("position_ids");
    tower.m_layers =
        loadLayers(scope / "encoder" / "layers", config.layers,
                   layerOptions(config.width, config.heads, config.mlpWidth, config.activation, config.epsilon));
    tower.m_finalNorm = Norm::layer(scope / "final_layer_norm", config.width, config.epsilon);
    return tower;
}

at::Tensor ClipTextTower::operator()(const at::Tensor& ids, const at::Tensor& mask, backend::Trace& trace) const {
    const std::int64_t count = ids.size(1);
    at::Tensor tokens = embed(m_tokens, ids);
    tokens = tokens + like(tokens, m_positions.narrow(0, 0, count));
    trace.record("text.hidden.embed", tokens);
    LayerContext context;
    if (m_config.isCausal)
        context.mask = causalMask(count, 0, mask, ids.device());
    else if (mask.defined())
        context.mask = keyMask(mask);
    return m_finalNorm(passLayers(m_layers, tokens, context, "text", trace));
}

at::Tensor ClipTextTower::endPositions(const at::Tensor& ids) const {
    if (m_config.eosToken == legacyEosToken)
        return ids.argmax(-1);
    return ids.eq(m_config.eosToken).to(at::kInt).argmax(-1);
}

at::Tensor rowsAt(const at::Tensor& tokens, const at::Tensor& positions) {
    return tokens.index({at::arange(tokens.size(0), positions.options()), positions});
}

} // namespace triptych::models
