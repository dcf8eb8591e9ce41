// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::bridgetower {

struct BridgeVisionConfig {
    int width = 768;
    int layers = 12; // that are there: one less than configured where the last one was removed
    int imageSize = 288;
    int patchSize = 16;
    int channels = 3;
    double epsilon = 1e-5;

    [[nodiscard]] static BridgeVisionConfig read(const ConfigView& config);
    // Always 64 wide, whatever the configuration says.
    [[nodiscard]] int heads() const { return width / 64; }
};

// CLIP's vision transformer in the layout of its first release.
class BridgeVision {
public:
    // `scope` holds embeddings, ln_pre, transformer.resblocks and ln_post.
    [[nodiscard]] static BridgeVision load(const WeightScope& scope, const BridgeVisionConfig& config);

    // [images, channels, h, w] -> what enters layer 0 and what leaves each layer, [images, 1 + patches, width]. Records
    // vision.hidden.embed and the layers.
    [[nodiscard]] std::vector<at::Tensor> operator()(const at::Tensor& pixels, backend::Trace& trace) const;

    [[nodiscard]] const Norm& postNorm() const { return m_postNorm; }
    [[nodiscard]] const BridgeVisionConfig& config() const { return m_config; }

private:
    BridgeVisionConfig m_config;
    PatchEmbedding m_embedding;
    Norm m_preNorm;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
};

} // namespace triptych::models::bridgetower
