// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that the BLIP models share.
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/family_source.h"
#include "inference/models/preprocess/image_processor.h"
#include "inference/models/towers/bert_tower.h"

namespace triptych::models::blip {

struct VisionConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int imageSize = 384;
    int patchSize = 16;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;

    // A "vision_config" section.
    [[nodiscard]] static VisionConfig read(const ConfigView& config);
    [[nodiscard]] PixelSize patch() const { return {patchSize, patchSize}; }
};

// Vision transformer whose layers keep query, key and value in one map.
class VisionTower {
public:
    [[nodiscard]] static VisionTower load(const WeightScope& scope, const VisionConfig& config);

    // [images, 3, h, w] -> [images, 1 + patches, width], after the last norm. Records vision.hidden.embed and the
    // layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

private:
    PatchEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
};

// The "text_config" section: BERT without segments, with cross-attention to image tokens in every layer.
[[nodiscard]] BertConfig readTextConfig(const ConfigView& config, const VisionConfig& vision);

[[nodiscard]] ImageOptions readImages(const ConfigView& preprocessor);

// Longest row of tokens: what the positions and the tokenizer allow.
[[nodiscard]] std::size_t longestText(const text::Tokenizer& tokenizer, const BertConfig& config);

// The class that "architectures" names, else the one that the weights belong to. Unsupported for other BLIP models.
[[nodiscard]] Result<ModelPtr> build(FamilySource& source);

} // namespace triptych::models::blip
