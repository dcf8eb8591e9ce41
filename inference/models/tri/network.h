// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/tri/fusion_tower.h"

namespace triptych::models::tri {

// All towers of the model, as they are trained and loaded. Parameter names are those of the weight file.
class NetworkImpl : public torch::nn::Module {
public:
    explicit NetworkImpl(const TriConfig& config);

    VisionTower vision;
    TextTower text;
    AudioTower audio;
    FusionTower fusion;

    // Similarities are divided by the temperature: scores are exp(logitScale) * cosine. [1]
    at::Tensor logitScale;
    // The factor of the cosine, kept within [1, 100]. [1]
    [[nodiscard]] at::Tensor scale() const;
};
TORCH_MODULE(Network);

} // namespace triptych::models::tri
