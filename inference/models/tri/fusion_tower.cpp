// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/fusion_tower.h"

#include "inference/backend/torch_modules.h"

namespace triptych::models::tri {

namespace nn = torch::nn;

FusionTowerImpl::FusionTowerImpl(const TriConfig& config)
    : m_textKind(register_parameter("text_kind", at::randn({config.width}) * 0.1))
    , m_audioKind(register_parameter("audio_kind", at::randn({config.width}) * 0.1))
    , m_layers(register_module("layers", nn::ModuleList()))
    , m_norm(register_module("norm", nn::LayerNorm(nn::LayerNormOptions({config.width}))))
    , m_score(register_module("score", nn::Linear(config.width, 1)))
    , m_matchBias(register_parameter("match_bias", at::full({1}, 2.0f))) {
    for (int i = 0; i < config.fusionLayers; ++i)
        m_layers->push_back(FusionLayer(config.width, config.heads, config.mlpRatio));
}

QueryStream FusionTowerImpl::join(const Encoded* text, const Encoded* audio) {
    QueryStream stream;
    std::vector<at::Tensor> tokens;
    std::vector<at::Tensor> valid;
    const auto append = [&](const Encoded* part, const at::Tensor& kind, int& count) {
        if (part == nullptr)
            return;
        tokens.push_back(part->tokens + kind);
        valid.push_back(part->valid);
        count = static_cast<int>(part->tokens.size(1));
    };
    append(text, m_textKind, stream.textTokens);
    append(audio, m_audioKind, stream.audioTokens);
    stream.tokens = tokens.size() == 1 ? tokens[0] : at::cat(tokens, 1);
    stream.valid = valid.size() == 1 ? valid[0] : at::cat(valid, 1);
    return stream;
}

Fused FusionTowerImpl::forward(const QueryStream& stream, const Encoded& image, backend::Trace& trace) {
    Fused fused;
    at::Tensor tokens = stream.tokens;
    for (std::size_t i = 0; i < m_layers->size(); ++i) {
        tokens = m_layers[i]->as<FusionLayerImpl>()->forward(tokens, stream.valid, image.tokens,
                                                             "fusion.layers." + std::to_string(i), trace);
        fused.hidden.push_back(tokens);
    }
    fused.tokens = normed(*m_norm, tokens);
    fused.tokenLogits = m_score->forward(fused.tokens).squeeze(-1).to(at::kFloat);
    const at::Tensor misfit = (-fused.tokenLogits).masked_fill(stream.valid.logical_not(), -1e9);
    fused.matchLogit = m_matchBias - at::logsumexp(misfit, -1);
    return fused;
}

} // namespace triptych::models::tri
