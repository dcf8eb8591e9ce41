// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/whisper/whisper_towers.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/masks.h"

namespace triptych::models::whisper {

namespace {

// The published classes have no setting for it.
constexpr double normEpsilon = 1e-5;

LayerOptions layerOptions(const WhisperConfig& config, int heads, int mlpWidth) {
    LayerOptions options;
    options.names = {"self_attn", "self_attn_layer_norm", clipAttentionNames, "fc1", "fc2", "final_layer_norm", "", ""};
    options.attention.width = config.width;
    options.attention.heads = heads;
    options.attention.keyBias = false;
    options.mlpWidth = mlpWidth;
    options.activation = config.activation;
    options.epsilon = normEpsilon;
    return options;
}

} // namespace

WhisperConfig WhisperConfig::read(const ConfigView& config) {
    WhisperConfig read;
    read.width = config.size("d_model", read.width);
    read.mels = config.size("num_mel_bins", read.mels);
    read.encoderLayers = config.layers("encoder_layers", read.encoderLayers);
    read.encoderHeads = config.size("encoder_attention_heads", read.encoderHeads);
    read.encoderMlpWidth = config.size("encoder_ffn_dim", read.encoderMlpWidth);
    read.decoderLayers = config.layers("decoder_layers", read.decoderLayers);
    read.decoderHeads = config.size("decoder_attention_heads", read.decoderHeads);
    read.decoderMlpWidth = config.size("decoder_ffn_dim", read.decoderMlpWidth);
    read.vocabulary = config.size("vocab_size", read.vocabulary);
    read.frames = config.size("max_source_positions", read.frames);
    read.tokens = config.size("max_target_positions", read.tokens);
    read.activation = readActivation(config, "activation_function", "gelu");
    read.tiedWords = config.flag("tie_word_embeddings", read.tiedWords);
    config.require(read.width % read.encoderHeads == 0, "\"encoder_attention_heads\" does not divide \"d_model\".");
    config.require(read.width % read.decoderHeads == 0, "\"decoder_attention_heads\" does not divide \"d_model\".");
    return read;
}

WhisperEncoder WhisperEncoder::load(const WeightScope& scope, const WhisperConfig& config) {
    WhisperEncoder encoder;
    encoder.m_firstWeight = scope.take("conv1.weight", {config.width, config.mels, 3});
    encoder.m_firstBias = scope.take("conv1.bias", {config.width});
    encoder.m_secondWeight = scope.take("conv2.weight", {config.width, config.width, 3});
    encoder.m_secondBias = scope.take("conv2.bias", {config.width});
    encoder.m_positions = scope.take("embed_positions.weight", {config.frames, config.width});
    encoder.m_layers = loadLayers(scope / "layers", config.encoderLayers,
                                  layerOptions(config, config.encoderHeads, config.encoderMlpWidth));
    encoder.m_norm = Norm::layer(scope / "layer_norm", config.width, normEpsilon);
    return encoder;
}

at::Tensor WhisperEncoder::operator()(const at::Tensor& features, backend::Trace& trace) const {
    const at::Tensor first =
        at::gelu(at::conv1d(features, like(features, m_firstWeight), like(features, m_firstBias), 1, 1));
    const at::Tensor second = at::gelu(at::conv1d(first, like(first, m_secondWeight), like(first, m_secondBias), 2, 1));
    const at::Tensor tokens = second.transpose(1, 2) + like(second, m_positions);
    trace.record("encoder.hidden.embed", tokens);
    return m_norm(passLayers(m_layers, tokens, {}, "encoder", trace));
}

WhisperDecoder WhisperDecoder::load(const WeightScope& scope, const WeightScope& head, const WhisperConfig& config) {
    WhisperDecoder decoder;
    decoder.m_words = scope.take("embed_tokens.weight", {config.vocabulary, config.width});
    decoder.m_positions = scope.take("embed_positions.weight", {config.tokens, config.width});
    LayerOptions options = layerOptions(config, config.decoderHeads, config.decoderMlpWidth);
    options.names.crossAttention = "encoder_attn";
    options.names.crossNorm = "encoder_attn_layer_norm";
    decoder.m_layers = loadLayers(scope / "layers", config.decoderLayers, options);
    decoder.m_norm = Norm::layer(scope / "layer_norm", config.width, normEpsilon);
    decoder.m_head = decoder.m_words;
    if (config.tiedWords)
        head.ignore("proj_out.weight");
    else
        decoder.m_head = head.take("proj_out.weight", {config.vocabulary, config.width});
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
