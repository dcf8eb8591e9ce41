// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/tri/towers.h"

namespace triptych::models::tri {

// Text and audio tokens as one stream of queries: [text ; audio] along the tokens.
struct QueryStream {
    at::Tensor tokens; // [batch, text + audio, width]
    at::Tensor valid;  // bool [batch, text + audio]
    int textTokens = 0;
    int audioTokens = 0;
};

struct Fused {
    std::vector<at::Tensor> hidden; // after every layer, [batch, n, width]
    at::Tensor tokens;              // normalised last hidden state
    // How well each token fits the image, [batch, n]; meaningless where the stream is not valid.
    at::Tensor tokenLogits;
    // bias - logsumexp(-tokenLogits) over the valid tokens: one word that does not fit is enough. [batch]
    at::Tensor matchLogit;
};

class FusionTowerImpl : public torch::nn::Module {
public:
    explicit FusionTowerImpl(const TriConfig& config);

    // One of the two may be null, not both.
    QueryStream join(const Encoded* text, const Encoded* audio);
    // image.tokens [batch, patches, width]; the stream may hold several consecutive rows per image.
    Fused forward(const QueryStream& stream, const Encoded& image, backend::Trace& trace);

private:
    at::Tensor m_textKind;
    at::Tensor m_audioKind;
    torch::nn::ModuleList m_layers;
    torch::nn::LayerNorm m_norm;
    torch::nn::Linear m_score;
    at::Tensor m_matchBias;
};
TORCH_MODULE(FusionTower);

} // namespace triptych::models::tri
