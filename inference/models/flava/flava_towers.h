// SPDX-License-Identifier: GPL-3.0-or-later
// The three encoders of FLAVA, all with the layers of a vision transformer.
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/input_checks.h"
#include "inference/models/towers/bert_tower.h"
#include "inference/models/towers/vit_config.h"

namespace triptych::models::flava {

// Layers, and what stands behind them.
struct Encoder {
    std::vector<TransformerLayer> layers;
    VitHead head;

    [[nodiscard]] static Encoder load(const WeightScope& scope, const VitConfig& config);
};

struct ImageConfig {
    VitConfig layers;
    int imageSize = 224;
    int patchSize = 16;
    int channels = 3;

    // An "image_config" section.
    [[nodiscard]] static ImageConfig read(const ConfigView& config);
    [[nodiscard]] PixelSize patch() const { return {patchSize, patchSize}; }
};

class ImageTower {
public:
    [[nodiscard]] static ImageTower load(const WeightScope& scope, const ImageConfig& config);

    // [images, 3, h, w] -> [images, 1 + patches, width], before the norm. Records vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;
    [[nodiscard]] const VitHead& head() const { return m_encoder.head; }

private:
    PatchEmbedding m_embedding;
    Encoder m_encoder;
};

struct TextConfig {
    VitConfig layers;
    BertConfig words;

    // A "text_config" section.
    [[nodiscard]] static TextConfig read(const ConfigView& config);
};

class TextTower {
public:
    [[nodiscard]] static TextTower load(const WeightScope& scope, const TextConfig& config);

    // [texts, tokens, width], before the norm. Records text.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const BertInputs& inputs, backend::Trace& trace) const;
    [[nodiscard]] TokenLimits limits() const { return m_limits; }
    [[nodiscard]] const VitHead& head() const { return m_encoder.head; }

private:
    TokenLimits m_limits;
    BertEmbedding m_embedding;
    Encoder m_encoder;
};

struct FusionConfig {
    VitConfig layers;
    bool hasClassToken = true;

    // A "multimodal_config" section.
    [[nodiscard]] static FusionConfig read(const ConfigView& config);
};

class FusionTower {
public:
    [[nodiscard]] static FusionTower load(const WeightScope& scope, const FusionConfig& config);

    // tokens [pairs, n, width], mask [pairs, n] (1 = token) or undefined -> normed tokens [pairs, 1 + n, width] behind
    // a class token, where there is one. Records fusion.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const at::Tensor& mask, backend::Trace& trace) const;
    [[nodiscard]] const VitHead& head() const { return m_encoder.head; }
    [[nodiscard]] int classTokens() const { return m_classToken.defined() ? 1 : 0; }

private:
    at::Tensor m_classToken; // [1, 1, width] or undefined
    Encoder m_encoder;
};

} // namespace triptych::models::flava
