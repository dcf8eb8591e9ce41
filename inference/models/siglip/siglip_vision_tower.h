// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::siglip {

struct SiglipVisionConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int imageSize = 224;
    int patchSize = 16;
    int channels = 3;
    Activation activation = Activation::GeluTanh;
    double epsilon = 1e-6;
    bool hasHead = true; // what pools the patches

    [[nodiscard]] static SiglipVisionConfig read(const ConfigView& config);
};

// Vision transformer without a class token. A learned probe pools the patches by attention.
class SiglipVisionTower {
public:
    // `scope` holds embeddings, encoder.layers, post_layernorm and head.
    [[nodiscard]] static SiglipVisionTower load(const WeightScope& scope, const SiglipVisionConfig& config);

    // [images, channels, h, w] -> [images, patches, width]. Records vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor patches(const at::Tensor& pixels, backend::Trace& trace) const;
    // The same, pooled by the head: [images, width]. Records vision.pool.attention [images, heads, 1, patches] besides.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

private:
    PatchEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
    at::Tensor m_probe; // [1, 1, width]
    Attention m_pool;
    Norm m_poolNorm;
    Linear m_poolUp;
    Linear m_poolDown;
    Activation m_activation = Activation::GeluTanh;
};

} // namespace triptych::models::siglip
