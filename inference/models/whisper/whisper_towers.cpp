// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_towers.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"
#include "inference/models/blocks/word_maps.h"

namespace triptych::models::whisper {

WhisperConfig WhisperConfig::read(const ConfigView& config) {
    WhisperConfig read;
    read.encoder = WhisperEncoderConfig::read(config, {});
    read.decoderLayers = config.layers("decoder_layers", read.decoderLayers);
    read.decoderHeads = config.size("decoder_attention_heads", read.decoderHeads);
    read.decoderMlpWidth = config.size("decoder_ffn_dim", read.decoderMlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.tokens = config.size("max_target_positions", read.tokens);
    read.tiedWords = config.flag("tie_word_embeddings", read.tiedWords);
    config.require(read.encoder.width % read.decoderHeads == 0,
                   "\"decoder_attention_heads\" does not divide \"d_model\".");
    return read;
}

WhisperDecoder WhisperDecoder::load(const WeightScope& scope, const WeightScope& head, const WhisperConfig& config) {
    WhisperDecoder decoder;
    const int width = config.encoder.width;
    WordMaps words =
        loadWordMaps(scope / "embed_tokens", head / "proj_out", config.vocabulary, width, config.tiedWords);
    decoder.m_words = std::move(words.embeddings);
    decoder.m_head = std::move(words.head);
    decoder.m_positions = scope.take("embed_positions.weight", {config.tokens, width});
    LayerOptions options =
        whisperLayerOptions(width, config.decoderHeads, config.decoderMlpWidth, config.encoder.activation);
    options.names.crossAttention = "encoder_attn";
    options.names.crossNorm = "encoder_attn_layer_norm";
    decoder.m_layers = loadLayers(scope / "layers", config.decoderLayers, options);
    decoder.m_norm = Norm::layer(scope / "layer_norm", width, whisperNormEpsilon);
    return decoder;
}

at::Tensor WhisperDecoder::embedTokens(const at::Tensor& ids, std::int64_t past) const {
    const at::Tensor tokens = embed(m_words, ids);
    return tokens + like(tokens, m_positions.narrow(0, past, ids.size(1)));
}

at::Tensor WhisperDecoder::logits(const at::Tensor& tokens) const {
    const at::Tensor normed = m_norm(tokens);
    return at::linear(normed, like(normed, m_head));
}

at::Tensor WhisperDecoder::operator()(const at::Tensor& ids, const at::Tensor& states, backend::Trace& trace) const {
    const at::Tensor tokens = embedTokens(ids, 0);
    trace.record("decoder.hidden.embed", tokens);
    LayerContext context;
    context.mask = causalMask(ids.size(1), 0, {}, ids.device());
    context.crossTokens = states;
    return logits(passLayers(m_layers, tokens, context, "decoder", trace));
}

at::Tensor WhisperDecoder::next(const at::Tensor& tokens, const at::Tensor& states, WhisperCache& cache) const {
    cache.self.resize(m_layers.size());
    cache.cross.resize(m_layers.size());
    backend::Trace unwatched;
    LayerContext context;
    context.mask = causalMask(tokens.size(1), cache.seen, {}, tokens.device());
    context.crossTokens = states;
    at::Tensor hidden = embedTokens(tokens, cache.seen);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        context.cache = &cache.self[i];
        context.crossCache = &cache.cross[i];
        hidden = m_layers[i](hidden, context, layerName("decoder", i), unwatched);
    }
    cache.seen += tokens.size(1);
    return logits(hidden.select(1, -1));
}

} // namespace triptych::models::whisper
