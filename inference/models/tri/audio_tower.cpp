// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/models/tri/towers.h"

namespace triptych::models::tri {

namespace nn = torch::nn;

AudioTowerImpl::AudioTowerImpl(const TriConfig& config)
    : m_convolutions(register_module("convolutions", nn::ModuleList()))
    , m_norms(register_module("norms", nn::ModuleList()))
    , m_positions(register_parameter("positions", sincosPositions(config.maxAudioTokens, config.width) * 0.3))
    , m_layers(register_module("layers", nn::ModuleList()))
    , m_norm(register_module("norm", nn::LayerNorm(nn::LayerNormOptions({config.width}))))
    , m_pool(register_module("pool", AttentionPool(config.width, config.heads, config.jointWidth))) {
    int channels = config.melBins;
    for (const int stride : config.audioStrides) {
        // Two frames wider than its stride, so that a token hears a little of its neighbours and n frames give n /
        // stride.
        m_convolutions->push_back(
            nn::Conv1d(nn::Conv1dOptions(channels, config.width, stride + 2).stride(stride).padding(1).bias(false)));
        m_norms->push_back(nn::LayerNorm(nn::LayerNormOptions({config.width})));
        channels = config.width;
    }
    for (int i = 0; i < config.audioLayers; ++i)
        m_layers->push_back(EncoderLayer(config.width, config.heads, config.mlpRatio));
}

Encoded AudioTowerImpl::forward(const at::Tensor& mel, const at::Tensor& valid, backend::Trace& trace) {
    at::Tensor frames = mel;
    for (std::size_t i = 0; i < m_convolutions->size(); ++i) {
        frames = m_convolutions[i]->as<nn::Conv1dImpl>()->forward(frames.transpose(1, 2)).transpose(1, 2);
        frames = at::relu(normed(*m_norms[i]->as<nn::LayerNormImpl>(), frames));
    }
    at::Tensor tokens = frames + m_positions.narrow(0, 0, frames.size(1));
    trace.record("audio.hidden.embed", tokens);
    for (std::size_t i = 0; i < m_layers->size(); ++i)
        tokens =
            m_layers[i]->as<EncoderLayerImpl>()->forward(tokens, valid, "audio.layers." + std::to_string(i), trace);
    tokens = normed(*m_norm, tokens);
    return {tokens, valid, m_pool->forward(tokens, valid, "audio.pool", trace)};
}

} // namespace triptych::models::tri
