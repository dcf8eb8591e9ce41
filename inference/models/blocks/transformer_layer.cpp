// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/transformer_layer.h"

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

// residual + step(norm(x)), or norm(x + step(x)).
template<typename Step>
at::Tensor withResidual(const at::Tensor& tokens, const Norm& norm, NormOrder order, const Step& step) {
    return order == NormOrder::Pre ? tokens + step(norm(tokens)) : norm(tokens + step(tokens));
}

} // namespace

TransformerLayer TransformerLayer::load(const WeightScope& scope, const LayerOptions& options) {
    const LayerNames& names = options.names;
    const int width = options.attention.width;
    TransformerLayer layer;
    layer.m_order = options.order;
    layer.m_activation = options.activation;
    layer.m_attention = Attention::load(scope / names.attention, names.maps, options.attention);
    layer.m_attentionNorm = Norm::layer(scope / names.attentionNorm, width, options.epsilon);
    if (!names.crossAttention.empty()) {
        AttentionSizes cross = options.attention;
        cross.keyWidth = options.crossKeyWidth;
        AttentionNames maps = names.maps;
        maps.fused = "";
        layer.m_cross = Attention::load(scope / names.crossAttention, maps, cross);
        layer.m_crossNorm = Norm::layer(scope / names.crossNorm, width, options.epsilon);
    }
    layer.m_up = Linear::load(scope / names.up, width, options.mlpWidth, options.mlpBias);
    layer.m_down = Linear::load(scope / names.down, options.mlpWidth, width, options.mlpBias);
    layer.m_mlpNorm = Norm::layer(scope / names.mlpNorm, width, options.epsilon);
    return layer;
}

at::Tensor TransformerLayer::operator()(at::Tensor tokens, const LayerContext& context, const std::string& name,
                                        backend::Trace& trace) const {
    tokens = withResidual(tokens, m_attentionNorm, m_order, [&](const at::Tensor& x) {
        return m_attention.self(x, context.mask, name + ".attention", trace, context.cache);
    });
    if (m_cross && (context.crossTokens.defined() || context.crossCache != nullptr))
        tokens = withResidual(tokens, m_crossNorm, m_order, [&](const at::Tensor& x) {
            return m_cross->cross(x, context.crossTokens, context.crossMask, name + ".cross_attention", trace,
                                  context.crossCache);
        });
    tokens = withResidual(tokens, m_mlpNorm, m_order, [&](const at::Tensor& x) {
        return trace.passInner(name + ".mlp", m_down(activate(m_up(x), m_activation)));
    });
    return trace.pass(name + ".hidden", tokens);
}

std::vector<TransformerLayer> loadLayers(const WeightScope& scope, int count, const LayerOptions& options) {
    std::vector<TransformerLayer> layers;
    layers.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        layers.push_back(TransformerLayer::load(scope / i, options));
    return layers;
}

at::Tensor passLayers(const std::vector<TransformerLayer>& layers, at::Tensor tokens, const LayerContext& context,
                      const std::string& tower, backend::Trace& trace) {
    for (std::size_t i = 0; i < layers.size(); ++i)
        tokens = layers[i](tokens, context, layerName(tower, i), trace);
    return tokens;
}

std::string layerName(const std::string& tower, std::size_t layer) {
    return tower + ".layers." + std::to_string(layer);
}

} // namespace triptych::models
