// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/idefics/decoder.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "inference/backend/attention.h"
#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/blocks/word_maps.h"

namespace triptych::models::idefics {

GatedLayer GatedLayer::load(const WeightScope& scope, const IdeficsConfig& config) {
    const LlamaConfig& text = config.text;
    const WeightScope attention = scope / "cross_attn";
    GatedLayer layer;
    layer.m_heads = text.heads;
    layer.m_activation = text.activation;
    layer.m_query = Linear::load(attention / "q_proj", text.width, text.width, false);
    layer.m_key = Linear::load(attention / "k_proj", config.vision.width, text.width, false);
    layer.m_value = Linear::load(attention / "v_proj", config.vision.width, text.width, false);
    layer.m_out = Linear::load(attention / "o_proj", text.width, text.width, false);
    if (config.hasHeadNorms) {
        layer.m_queryNorm = Norm::rms(attention / "q_layer_norm", text.headWidth, text.epsilon);
        layer.m_keyNorm = Norm::rms(attention / "k_layer_norm", text.headWidth, text.epsilon);
    }
    attention.ignore("rotary_emb.inv_freq");
    layer.m_attentionNorm = Norm::rms(scope / "input_layernorm", text.width, text.epsilon);
    layer.m_mlpNorm = Norm::rms(scope / "post_attention_layernorm", text.width, text.epsilon);
    layer.m_gate = Linear::load(scope / "mlp" / "gate_proj", text.width, text.mlpWidth, false);
    layer.m_up = Linear::load(scope / "mlp" / "up_proj", text.width, text.mlpWidth, false);
    layer.m_down = Linear::load(scope / "mlp" / "down_proj", text.mlpWidth, text.width, false);
    const std::vector<std::int64_t> gate =
        config.hasVectorGates ? std::vector<std::int64_t>{1, 1, text.width} : std::vector<std::int64_t>{1};
    layer.m_attentionAlpha = scope.take("alpha_cross_attn", gate);
    layer.m_mlpAlpha = scope.take("alpha_dense", gate);
    return layer;
}

at::Tensor GatedLayer::attend(const at::Tensor& tokens, const ImageContext& images, const std::string& name,
                              backend::Trace& trace, KeyValueCache* cache) const {
    KeyValueCache seen = cache != nullptr ? *cache : KeyValueCache{};
    const bool hasNorms = m_queryNorm.weight.defined();
    if (!seen.key.defined()) {
        seen.key = splitHeads(m_key(images.tokens), m_heads);
        seen.value = splitHeads(m_value(images.tokens), m_heads);
        if (hasNorms)
            seen.key = m_keyNorm(seen.key);
        if (cache != nullptr)
            *cache = seen;
    }
    at::Tensor query = splitHeads(m_query(tokens), m_heads);
    if (hasNorms)
        query = m_queryNorm(query);
    const double scale = 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
    const at::Tensor looked = backend::attend(query, seen.key, seen.value, images.mask, scale, name, trace);
    return m_out(trace.passInner(name + ".context", mergeHeads(looked)));
}

at::Tensor GatedLayer::operator()(const at::Tensor& tokens, const ImageContext& images,
                                  const std::string& attentionName, const std::string& name, backend::Trace& trace,
                                  KeyValueCache* cache) const {
    at::Tensor result = tokens;
    if (images.tokens.defined()) {
        const at::Tensor read = attend(m_attentionNorm(tokens), images, attentionName, trace, cache)
                                    .masked_fill(images.isOpen.logical_not(), 0.0);
        result = result + like(tokens, m_attentionAlpha).tanh() * read;
    }
    const at::Tensor inner = m_mlpNorm(result);
    const at::Tensor added = like(tokens, m_mlpAlpha).tanh() *
                             m_down(backend::sharedProduct(activate(m_gate(inner), m_activation), m_up(inner)));
    return trace.pass(name + ".hidden", result + trace.passInner(name + ".mlp", added));
}

IdeficsDecoder IdeficsDecoder::load(const WeightScope& model, const WeightScope& head, const IdeficsConfig& config) {
    const LlamaConfig& text = config.text;
    IdeficsDecoder decoder;
    decoder.m_config = config;
    const bool hasMore = config.additionalTokens > 0;
    const WeightScope embeddings = model / "embed_tokens";
    WordMaps words = loadWordMaps(embeddings, head, text.vocabulary, text.width, text.tiedHead);
    decoder.m_embeddings = std::move(words.embeddings);
    decoder.m_head.weight = std::move(words.head);
    if (hasMore) {
        WordMaps more = loadWordMaps(embeddings / "additional_embedding", head / "additional_fc",
                                     config.additionalTokens, text.width, text.tiedHead);
        decoder.m_additional = std::move(more.embeddings);
        decoder.m_additionalHead.weight = std::move(more.head);
    }
    for (int i = 0; i < text.layers; ++i)
        decoder.m_layers.push_back(LlamaLayer::load(model / "layers" / i, text, i));
    for (int i = 0; i < config.crossLayers(); ++i)
        decoder.m_gated.push_back(GatedLayer::load(model / "gated_cross_attn_layers" / i, config));
    decoder.m_norm = Norm::rms(model / "norm", text.width, text.epsilon);
    decoder.m_rotary = Rotary(text.rotary);
    return decoder;
}

at::Tensor IdeficsDecoder::embedTokens(const at::Tensor& ids) const {
    if (!m_additional.defined())
        return embed(m_embeddings, ids);
    const std::int64_t known = m_embeddings.size(0);
    const at::Tensor isAdditional = ids.ge(known);
    const at::Tensor tokens = embed(m_embeddings, ids.masked_fill(isAdditional, 0));
    const at::Tensor additional = embed(m_additional, (ids - known).clamp_min(0));
    return at::where(isAdditional.unsqueeze(-1), like(tokens, additional), tokens);
}

at::Tensor IdeficsDecoder::finish(const at::Tensor& hidden) const {
    return m_norm(hidden);
}

at::Tensor IdeficsDecoder::logits(const at::Tensor& hidden) const {
    if (!m_additionalHead.weight.defined())
        return m_head(hidden);
    return at::cat({m_head(hidden), m_additionalHead(hidden)}, -1);
}

at::Tensor IdeficsDecoder::pass(const DecoderPass& pass, const ImageContext& images, DecoderCache* imageCaches,
                                backend::Trace& trace) const {
    const std::int64_t count = pass.tokens.size(1);
    LlamaContext context;
    context.mask = causalMask(count, pass.mask.size(1) - count, pass.mask, pass.tokens.device());
    context.rotary = m_rotary.tables(pass.positions);
    if (pass.cache != nullptr)
        pass.cache->resize(m_layers.size());
    if (imageCaches != nullptr)
        imageCaches->resize(m_gated.size());
    const auto interval = static_cast<std::size_t>(m_config.crossInterval);
    at::Tensor tokens = pass.tokens;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const std::string name = layerName("decoder", i);
        if (const std::size_t gated = i / interval; i % interval == 0)
            tokens = m_gated[gated](tokens, images, name + ".cross_attention", layerName("fusion", gated), trace,
                                    imageCaches != nullptr ? &(*imageCaches)[gated] : nullptr);
        if (i == 0)
            trace.record("decoder.hidden.embed", tokens);
        context.cache = pass.cache != nullptr ? &(*pass.cache)[i] : nullptr;
        tokens = m_layers[i](tokens, context, name, trace);
    }
    return finish(tokens);
}

ReadingDecoder::ReadingDecoder(const IdeficsDecoder& decoder, const at::Tensor& images, at::Tensor allowed)
    : m_decoder(decoder)
    , m_allowed(allowed.defined() ? allowed.ne(0) : allowed) {
    if (!images.defined())
        return;
    m_tokens = images.flatten(1, 2);
    m_tokensPerImage = images.size(2);
}

ImageContext ReadingDecoder::contextOf(std::int64_t past, std::int64_t count) const {
    if (!m_tokens.defined())
        return {};
    const std::int64_t prompt = m_allowed.size(1);
    const at::Tensor places = at::arange(past, past + count, at::TensorOptions(m_allowed.device()).dtype(at::kLong));
    const at::Tensor rows = m_allowed.index_select(1, places.clamp_max(prompt - 1));
    const at::Tensor keys = rows.repeat_interleave(m_tokensPerImage, 2);
    return {m_tokens, additiveMask(keys).unsqueeze(1), keys.any(-1, true)};
}

at::Tensor ReadingDecoder::pass(const DecoderPass& pass, backend::Trace& trace) const {
    const std::int64_t count = pass.tokens.size(1);
    // Keys that decoding kept belong to no graph; a single pass computes its own.
    return m_decoder.pass(pass, contextOf(pass.mask.size(1) - count, count),
                          pass.cache != nullptr ? &m_caches : nullptr, trace);
}

} // namespace triptych::models::idefics
