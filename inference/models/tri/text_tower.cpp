// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/relevance_rules.h"
#include "inference/backend/torch_modules.h"
#include "inference/models/tri/towers.h"

namespace triptych::models::tri {

namespace nn = torch::nn;

TextTowerImpl::TextTowerImpl(const TriConfig& config)
    : m_embed(register_module("embed", nn::Embedding(config.vocabulary, config.width)))
    , m_positions(register_parameter("positions", sincosPositions(config.maxTextTokens, config.width) * 0.3))
    , m_layers(register_module("layers", nn::ModuleList()))
    , m_norm(register_module("norm", nn::LayerNorm(nn::LayerNormOptions({config.width}))))
    , m_pool(register_module("pool", AttentionPool(config.width, config.heads, config.jointWidth))) {
    nn::init::normal_(m_embed->weight, 0.0, 0.3);
    for (int i = 0; i < config.textLayers; ++i)
        m_layers->push_back(EncoderLayer(config.width, config.heads, config.mlpRatio));
}

Encoded TextTowerImpl::forward(const at::Tensor& ids, const at::Tensor& valid, backend::Trace& trace) {
    at::Tensor tokens = backend::asBeginning(m_embed->forward(ids)) + m_positions.narrow(0, 0, ids.size(1));
    trace.record("text.hidden.embed", tokens);
    for (std::size_t i = 0; i < m_layers->size(); ++i)
        tokens = m_layers[i]->as<EncoderLayerImpl>()->forward(tokens, valid, "text.layers." + std::to_string(i), trace);
    tokens = normed(*m_norm, tokens);
    return {tokens, valid, m_pool->forward(tokens, valid, "text.pool", trace)};
}

} // namespace triptych::models::tri
