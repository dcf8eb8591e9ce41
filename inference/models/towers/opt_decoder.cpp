// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/opt_decoder.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/word_maps.h"

namespace triptych::models {

namespace {

// Not in the configuration: the published class states them.
constexpr double optEpsilon = 1e-5;
constexpr std::int64_t positionOffset = 2;

constexpr LayerNames optLayerNames{
    "self_attn", "self_attn_layer_norm", clipAttentionNames, "fc1", "fc2", "final_layer_norm", "", ""};

LayerOptions layerOptions(const OptConfig& config) {
    LayerOptions options;
    options.names = optLayerNames;
    options.order = config.order;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.attention.queryBias = config.hasBias;
    options.attention.keyBias = config.hasBias;
    options.attention.valueBias = config.hasBias;
    options.attention.outBias = config.hasBias;
    options.mlpWidth = config.mlpWidth;
    options.mlpBias = config.hasBias;
    options.activation = config.activation;
    options.epsilon = optEpsilon;
    return options;
}

} // namespace

OptConfig OptConfig::read(const ConfigView& config) {
    OptConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("ffn_dim", read.mlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.maxTokens = config.size("max_position_embeddings", read.maxTokens);
    read.embeddingWidth = config.size("word_embed_proj_dim", read.width);
    read.order = config.flag("do_layer_norm_before", true) ? NormOrder::Pre : NormOrder::Post;
    read.hasFinalNorm = read.order == NormOrder::Pre && !config.flag("_remove_final_layer_norm", false);
    read.hasBias = config.flag("enable_bias", true);
    read.tiedHead = config.flag("tie_word_embeddings", true);
    read.activation = readActivation(config, "activation_function", "relu");
    config.require(config.flag("layer_norm_elementwise_affine", true),
                   "Layer norms without weights (\"layer_norm_elementwise_affine\") are not supported.");
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

OptDecoder OptDecoder::load(const WeightScope& scope, const OptConfig& config) {
    OptDecoder decoder;
    decoder.m_config = config;
    const WeightScope inner = scope / "model.decoder";
    WordMaps words = loadWordMaps(inner / "embed_tokens", scope / "lm_head", config.vocabulary, config.embeddingWidth,
                                  config.tiedHead);
    decoder.m_embeddings = std::move(words.embeddings);
    decoder.m_head.weight = std::move(words.head);
    decoder.m_positions = inner.take("embed_positions.weight", {config.maxTokens + positionOffset, config.width});
    if (config.embeddingWidth != config.width) {
        decoder.m_projectIn = Linear::load(inner / "project_in", config.embeddingWidth, config.width, false);
        decoder.m_projectOut = Linear::load(inner / "project_out", config.width, config.embeddingWidth, false);
    }
    decoder.m_layers = loadLayers(inner / "layers", config.layers, layerOptions(config));
    if (config.hasFinalNorm)
        decoder.m_finalNorm = Norm::layer(inner / "final_layer_norm", config.width, optEpsilon);
    return decoder;
}

at::Tensor OptDecoder::embedTokens(const at::Tensor& ids) const {
    return embed(m_embeddings, ids);
}

at::Tensor OptDecoder::pass(const DecoderPass& pass, backend::Trace& trace) const {
    const std::int64_t count = pass.tokens.size(1);
    const std::int64_t past = pass.mask.size(1) - count;
    at::Tensor tokens = m_projectIn.weight.defined() ? m_projectIn(pass.tokens) : pass.tokens;
    const at::Tensor places = (pass.mask.cumsum(1) * pass.mask - 1).narrow(1, past, count) + positionOffset;
    tokens = tokens + like(tokens, embed(m_positions, places));
    trace.record("decoder.hidden.embed", tokens);
    LayerContext context;
    context.mask = causalMask(count, past, pass.mask, tokens.device());
    if (pass.cache != nullptr)
        pass.cache->resize(m_layers.size());
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        context.cache = pass.cache != nullptr ? &(*pass.cache)[i] : nullptr;
        tokens = m_layers[i](tokens, context, layerName("decoder", i), trace);
    }
    return finish(tokens);
}

at::Tensor OptDecoder::finish(const at::Tensor& hidden) const {
    const at::Tensor normed = m_finalNorm.weight.defined() ? m_finalNorm(hidden) : hidden;
    return m_projectOut.weight.defined() ? m_projectOut(normed) : normed;
}

at::Tensor OptDecoder::logits(const at::Tensor& hidden) const {
    return m_head(hidden);
}

} // namespace triptych::models
