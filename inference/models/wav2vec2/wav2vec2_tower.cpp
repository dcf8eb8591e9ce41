// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/wav2vec2/wav2vec2_tower.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"
#include "inference/models/blocks/masks.h"

namespace triptych::models::wav2vec2 {

namespace {

constexpr double convNormEpsilon = 1e-5; // the published classes have no setting for it

constexpr LayerNames layerNames{"attention",
                                "layer_norm",
                                clipAttentionNames,
                                "feed_forward.intermediate_dense",
                                "feed_forward.output_dense",
                                "final_layer_norm",
                                "",
                                ""};

// Direction and length are stored apart, under names of older and newer versions of PyTorch.
at::Tensor loadPositionWeight(const WeightScope& scope, const Wav2Vec2Config& config) {
    const std::vector<std::int64_t> shape{config.width, config.width / config.positionGroups, config.positionKernel};
    if (scope.has("weight"))
        return scope.take("weight", shape);
    const bool isOld = scope.has("weight_v");
    const WeightScope parts = isOld ? scope : scope / "parametrizations" / "weight";
    const at::Tensor length = parts.take(isOld ? "weight_g" : "original0", {1, 1, config.positionKernel});
    const at::Tensor direction = parts.take(isOld ? "weight_v" : "original1", shape);
    if (length.is_meta() || direction.is_meta())
        return direction;
    return at::_weight_norm(direction.to(at::kFloat), length.to(at::kFloat), 2);
}

} // namespace

WaveformEncoder WaveformEncoder::load(const WeightScope& scope, const Wav2Vec2Config& config) {
    WaveformEncoder encoder;
    encoder.m_normsEveryLayer = config.normsEveryLayer;
    encoder.m_activation = config.convActivation;
    int in = 1;
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        const WeightScope layer = scope / "conv_layers" / static_cast<std::int64_t>(i);
        const int out = config.channels[i];
        Layer loaded;
        loaded.weight = layer.take("conv.weight", {out, in, config.kernels[i]});
        if (config.convBias)
            loaded.bias = layer.take("conv.bias", {out});
        if (config.normsEveryLayer || i == 0) {
            loaded.normWeight = layer.take("layer_norm.weight", {out});
            loaded.normBias = layer.take("layer_norm.bias", {out});
        }
        loaded.stride = config.strides[i];
        encoder.m_layers.push_back(loaded);
        in = out;
    }
    return encoder;
}

at::Tensor WaveformEncoder::operator()(const at::Tensor& waveform) const {
    at::Tensor values = waveform.unsqueeze(1);
    for (const Layer& layer : m_layers) {
        values = at::conv1d(values, like(values, layer.weight), like(values, layer.bias), layer.stride);
        if (layer.normWeight.defined() && m_normsEveryLayer)
            values = backend::layerNorm(values.transpose(1, 2), like(values, layer.normWeight),
                                        like(values, layer.normBias), convNormEpsilon)
                         .transpose(1, 2);
        else if (layer.normWeight.defined())
            values = backend::groupNorm(values, values.size(1), like(values, layer.normWeight),
                                        like(values, layer.normBias), convNormEpsilon);
        values = activate(values, m_activation);
    }
    return values.transpose(1, 2);
}

Wav2Vec2Tower Wav2Vec2Tower::load(const WeightScope& scope, const Wav2Vec2Config& config) {
    Wav2Vec2Tower tower;
    tower.m_config = config;
    tower.m_waveform = WaveformEncoder::load(scope / "feature_extractor", config);
    const WeightScope projection = scope / "feature_projection";
    tower.m_featureNorm = Norm::layer(projection / "layer_norm", config.channels.back(), config.epsilon);
    tower.m_projection = Linear::load(projection / "projection", config.channels.back(), config.width);
    scope.ignore("masked_spec_embed"); // of training
    const WeightScope encoder = scope / "encoder";
    const WeightScope convolution = encoder / "pos_conv_embed" / "conv";
    tower.m_positionWeight = loadPositionWeight(convolution, config);
    tower.m_positionBias = convolution.take("bias", {config.width});
    tower.m_norm = Norm::layer(encoder / "layer_norm", config.width, config.epsilon);
    LayerOptions options;
    options.names = layerNames;
    options.order = config.stable ? NormOrder::Pre : NormOrder::Post;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    tower.m_layers = loadLayers(encoder / "layers", config.layers, options);
    for (int i = 0; i < config.layers && config.adapterWidth > 0; ++i) {
        const WeightScope adapter = encoder / "layers" / i / "adapter_layer";
        tower.m_adapters.push_back({Norm::layer(adapter / "norm", config.width, convNormEpsilon),
                                    Linear::load(adapter / "linear_1", config.width, config.adapterWidth),
                                    Linear::load(adapter / "linear_2", config.adapterWidth, config.width)});
    }
    return tower;
}

at::Tensor Wav2Vec2Tower::positions(const at::Tensor& tokens) const {
    const std::int64_t kernel = m_config.positionKernel;
    const at::Tensor around = at::conv1d(tokens.transpose(1, 2), like(tokens, m_positionWeight),
                                         like(tokens, m_positionBias), 1, kernel / 2, 1, m_config.positionGroups);
    // An even kernel gives one frame too many.
    return activate(around.narrow(2, 0, tokens.size(1)).transpose(1, 2), m_config.convActivation);
}

at::Tensor Wav2Vec2Tower::frameMask(const at::Tensor& mask, std::int64_t frames) const {
    const at::Tensor lengths = mask.ne(0).sum(1).to(at::kCPU);
    at::Tensor allowed = at::zeros({mask.size(0), frames}, at::kLong);
    for (std::int64_t i = 0; i < mask.size(0); ++i) {
        const std::int64_t own = m_config.framesOf(lengths[i].item<std::int64_t>());
        allowed[i].narrow(0, 0, std::clamp<std::int64_t>(own, 1, frames)).fill_(1);
    }
    return allowed.to(mask.device());
}

at::Tensor Wav2Vec2Tower::passLayer(std::size_t layer, const at::Tensor& tokens, const LayerContext& context,
                                    backend::Trace& trace) const {
    const std::string name = layerName("audio", layer);
    const at::Tensor passed = m_layers[layer](tokens, context, name, trace);
    if (m_adapters.empty())
        return passed;
    const Adapter& adapter = m_adapters[layer];
    const at::Tensor adapted = passed + adapter.up(at::relu(adapter.down(adapter.norm(passed))));
    return trace.pass(name + ".hidden", adapted);
}

at::Tensor Wav2Vec2Tower::operator()(const at::Tensor& waveform, const at::Tensor& mask, backend::Trace& trace) const {
    at::Tensor tokens = m_projection(m_featureNorm(m_waveform(waveform)));
    LayerContext context;
    if (mask.defined()) {
        const at::Tensor frames = frameMask(mask, tokens.size(1));
        tokens = tokens.masked_fill(frames.eq(0).unsqueeze(-1), 0);
        context.mask = keyMask(frames);
    }
    tokens = tokens + positions(tokens);
    if (!m_config.stable)
        tokens = m_norm(tokens);
    trace.record("audio.hidden.embed", tokens);
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        tokens = passLayer(i, tokens, context, trace);
    return m_config.stable ? m_norm(tokens) : tokens;
}

} // namespace triptych::models::wav2vec2
