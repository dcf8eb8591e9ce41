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
    bool hasHead = true;  // what pools the patches
    int flexibleSide = 0; // NaFlex: places along an edge of its table of positions; imageSize means nothing then

    [[nodiscard]] static SiglipVisionConfig read(const ConfigView& config);
};

// Images of any shape, cut into patches: values [images, n, channels * edge * edge] with padding behind them, mask
// [images, n], shapes [images, 2] (rows and columns of patches).
struct FlexibleImages {
    at::Tensor values;
    at::Tensor mask;
    at::Tensor shapes;
};

// Vision transformer without a class token. A learned probe pools the patches by attention.
class SiglipVisionTower {
public:
    // `scope` holds embeddings, encoder.layers, post_layernorm and head.
    [[nodiscard]] static SiglipVisionTower load(const WeightScope& scope, const SiglipVisionConfig& config);

    // [images, channels, h, w] -> [images, patches, width]. Records vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor patches(const at::Tensor& pixels, backend::Trace& trace) const;
    // Hidden states of the embedding and of every layer, before the last norm. Records the same.
    [[nodiscard]] std::vector<at::Tensor> allHidden(const at::Tensor& pixels, backend::Trace& trace) const;
    // The same, pooled by the head: [images, width]. Records vision.pool.attention [images, heads, 1, patches] besides.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;
    // The same of a tower with flexibleSide.
    [[nodiscard]] at::Tensor operator()(const FlexibleImages& images, backend::Trace& trace) const;

private:
    [[nodiscard]] static SiglipVisionTower embeddingOnly(const WeightScope& embeddings,
                                                         const SiglipVisionConfig& config);
    [[nodiscard]] at::Tensor embedFlexibly(const FlexibleImages& images) const;
    [[nodiscard]] at::Tensor encode(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const;
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const;

    PatchEmbedding m_embedding;
    Linear m_patches;            // of flexible images
    at::Tensor m_flexiblePlaces; // [side, side, width]
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
