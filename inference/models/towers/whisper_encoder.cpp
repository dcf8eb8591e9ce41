// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/whisper_encoder.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/masks.h"

namespace triptych::models {

LayerOptions whisperLayerOptions(int width, int heads, int mlpWidth, Activation activation) {
    LayerOptions options;
    options.names = {"self_attn", "self_attn_layer_norm", clipAttentionNames, "fc1", "fc2", "final_layer_norm", "", ""};
    options.attention.width = width;
    options.attention.heads = heads;
    options.attention.keyBias = false;
    options.mlpWidth = mlpWidth;
    options.activation = activation;
    options.epsilon = whisperNormEpsilon;
    return options;
}

WhisperEncoderConfig WhisperEncoderConfig::read(const ConfigView& config, const WhisperEncoderConfig& defaults) {
    WhisperEncoderConfig read = defaults;
    read.width = config.size("d_model", read.width);
    read.mels = config.size("num_mel_bins", read.mels);
    read.layers = config.layers("encoder_layers", read.layers);
    read.heads = config.size("encoder_attention_heads", read.heads);
    read.mlpWidth = config.size("encoder_ffn_dim", read.mlpWidth);
    read.frames = config.size("max_source_positions", read.frames);
    read.activation = readActivation(config, "activation_function", "gelu");
    config.require(read.width % read.heads == 0, "\"encoder_attention_heads\" does not divide \"d_model\".");
    return read;
}

WhisperStem WhisperStem::load(const WeightScope& scope, std::int64_t width, std::int64_t mels) {
    return {scope.take("conv1.weight", {width, mels, 3}), scope.take("conv1.bias", {width}),
            scope.take("conv2.weight", {width, width, 3}), scope.take("conv2.bias", {width})};
}

at::Tensor WhisperStem::operator()(const at::Tensor& features, const at::Tensor& heard) const {
    at::Tensor first =
        activate(at::conv1d(features, like(features, firstWeight), like(features, firstBias), 1, 1), Activation::Gelu);
    if (heard.defined())
        first = first * heard.to(first.scalar_type());
    return activate(at::conv1d(first, like(first, secondWeight), like(first, secondBias), 2, 1), Activation::Gelu)
        .transpose(1, 2);
}

WhisperEncoder WhisperEncoder::load(const WeightScope& scope, const WhisperEncoderConfig& config) {
    WhisperEncoder encoder;
    encoder.m_stem = WhisperStem::load(scope, config.width, config.mels);
    encoder.m_positions = scope.take("embed_positions.weight", {config.frames, config.width});
    encoder.m_layers = loadLayers(scope / "layers", config.layers,
                                  whisperLayerOptions(config.width, config.heads, config.mlpWidth, config.activation));
    encoder.m_norm = Norm::layer(scope / "layer_norm", config.width, whisperNormEpsilon);
    return encoder;
}

at::Tensor WhisperEncoder::operator()(const at::Tensor& features, const at::Tensor& heard,
                                      backend::Trace& trace) const {
    const at::Tensor moments = m_stem(features);
    const at::Tensor tokens = moments + like(moments, m_positions);
    trace.record("encoder.hidden.embed", tokens);
    LayerContext context;
    if (heard.defined())
        context.mask = keyMask(heard);
    return passLayers(m_layers, tokens, context, "encoder", trace);
}

} // namespace triptych::models
