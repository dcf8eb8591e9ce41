// SPDX-License-Identifier: GPL-3.0-or-later
// ViT as published by transformers: a class token, pre-norm layers, a last norm and a pooler.
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::vision_text_dual_encoder {

struct VitConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    PixelSize image{224, 224};
    PixelSize patch{16, 16};
    int channels = 3;
    bool queryBias = true; // of query, key and value
    Activation activation = Activation::Gelu;
    double epsilon = 1e-12;
    Activation poolerActivation = Activation::Tanh;

    // A "vision_config" section. The pooler must keep the width, as the projection behind it asks for it.
    [[nodiscard]] static VitConfig read(const ConfigView& config);
};

class VitTower {
public:
    // `scope` holds embeddings, encoder.layer (or layers, as written by newer versions), layernorm and pooler.
    [[nodiscard]] static VitTower load(const WeightScope& scope, const VitConfig& config);

    // [images, channels, h, w] -> pooled class token [images, width]. Records vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

    // Tokens [n, width] of the last layer, normed and passed through the pooler.
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens) const;

private:
    Activation m_poolerActivation = Activation::Tanh;
    PatchEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    Norm m_norm;
    Linear m_pooler;
};

} // namespace triptych::models::vision_text_dual_encoder
