// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/models/tri/towers.h"

namespace triptych::models::tri {

namespace {

namespace nn = torch::nn;

constexpr int normGroups = 8;

nn::Conv2d convolution(int inChannels, int outChannels, int stride) {
    return nn::Conv2d(nn::Conv2dOptions(inChannels, outChannels, 3).stride(stride).padding(1).bias(false));
}

nn::GroupNorm groupNorm(int channels) {
    return nn::GroupNorm(nn::GroupNormOptions(normGroups, channels));
}

// Half of the width codes the row, half the column: [rows * cols, width].
at::Tensor gridPositions(int edge, int width) {
    const at::Tensor axis = sincosPositions(edge, width / 2);
    const at::Tensor rows = axis.unsqueeze(1).expand({edge, edge, width / 2});
    const at::Tensor cols = axis.unsqueeze(0).expand({edge, edge, width / 2});
    return at::cat({rows, cols}, -1).reshape({edge * edge, width});
}

} // namespace

StemStageImpl::StemStageImpl(int inChannels, int outChannels, bool residual)
    : m_reduce(register_module("reduce", convolution(inChannels, outChannels, 2)))
    , m_reduceNorm(register_module("reduce_norm", groupNorm(outChannels))) {
    if (!residual)
        return;
    m_first = register_module("first", convolution(outChannels, outChannels, 1));
    m_firstNorm = register_module("first_norm", groupNorm(outChannels));
    m_second = register_module("second", convolution(outChannels, outChannels, 1));
    m_secondNorm = register_module("second_norm", groupNorm(outChannels));
}

at::Tensor StemStageImpl::forward(const at::Tensor& picture) {
    const at::Tensor reduced = at::relu(normed(*m_reduceNorm, m_reduce->forward(picture)));
    if (m_first.is_empty())
        return reduced;
    const at::Tensor inner = at::relu(normed(*m_firstNorm, m_first->forward(reduced)));
    return at::relu(reduced + normed(*m_secondNorm, m_second->forward(inner)));
}

VisionTowerImpl::VisionTowerImpl(const TriConfig& config)
    : m_stem(register_module("stem", nn::ModuleList()))
    , m_embed(register_module("embed", nn::Linear(config.stemChannels.back(), config.width)))
    , m_positions(register_parameter("positions", gridPositions(config.patchesPerEdge(), config.width) * 0.3))
    , m_layers(register_module("layers", nn::ModuleList()))
    , m_norm(register_module("norm", nn::LayerNorm(nn::LayerNormOptions({config.width}))))
    , m_pool(register_module("pool", AttentionPool(config.width, config.heads, config.jointWidth))) {
    int channels = 3;
    for (std::size_t i = 0; i < config.stemChannels.size(); ++i) {
        m_stem->push_back(StemStage(channels, config.stemChannels[i], config.stemResidual[i] != 0));
        channels = config.stemChannels[i];
    }
    for (int i = 0; i < config.visionLayers; ++i)
        m_layers->push_back(EncoderLayer(config.width, config.heads, config.mlpRatio));
}

Encoded VisionTowerImpl::forward(const at::Tensor& pictures, backend::Trace& trace) {
    at::Tensor features = pictures * 2 - 1;
    for (const auto& stage : *m_stem)
        features = stage->as<StemStageImpl>()->forward(features);
    at::Tensor tokens = m_embed->forward(features.flatten(2).transpose(1, 2)) + m_positions;
    trace.record("vision.hidden.embed", tokens);
    for (std::size_t i = 0; i < m_layers->size(); ++i)
        tokens = m_layers[i]->as<EncoderLayerImpl>()->forward(tokens, {}, "vision.layers." + std::to_string(i), trace);
    tokens = normed(*m_norm, tokens);
    return {tokens, {}, m_pool->forward(tokens, {}, "vision.pool", trace)};
}

void VisionTowerImpl::trainStem(bool trained) {
    for (at::Tensor& parameter : m_stem->parameters())
        parameter.requires_grad_(trained);
}

} // namespace triptych::models::tri
