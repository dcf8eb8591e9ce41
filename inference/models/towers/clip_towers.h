// SPDX-License-Identifier: GPL-3.0-or-later
// The towers of CLIP as published by transformers, which several families take over.
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

// "text_config" or "vision_config" of a whole configuration. Old folders carry a "<key>_dict" beside it, which wins
// together with the defaults of its class.
[[nodiscard]] ConfigView clipSection(const ConfigView& config, const std::string& key);

struct ClipVisionConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int imageSize = 224;
    int patchSize = 32;
    int channels = 3;
    Activation activation = Activation::QuickGelu;
    double epsilon = 1e-5;

    // A "vision_config" section. Checks that the heads divide the width and the patch fits the image.
    [[nodiscard]] static ClipVisionConfig read(const ConfigView& config);
};

// Vision transformer with a class token, a norm before the blocks and one on the pooled class token.
class ClipVisionTower {
public:
    // `scope` holds embeddings, pre_layrnorm (OWL-ViT: pre_layernorm), encoder.layers and post_layernorm.
    [[nodiscard]] static ClipVisionTower load(const WeightScope& scope, const ClipVisionConfig& config);

    // [images, channels, h, w] -> [images, 1 + patches, width], before the last norm. Records vision.hidden.embed and
    // the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;
    // The tokens before each layer as well: result[i] enters layer i, the last one leaves the tower.
    [[nodiscard]] std::vector<at::Tensor> allHidden(const at::Tensor& pixels, backend::Trace& trace) const;

    [[nodiscard]] const Norm& postNorm() const { return m_postNorm; }
    [[nodiscard]] const ClipVisionConfig& config() const { return m_config; }
    [[nodiscard]] const std::vector<TransformerLayer>& layers() const { return m_layers; }

private:
    ClipVisionConfig m_config;
    PatchEmbedding m_embedding;
    Norm m_preNorm;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
};

struct ClipTextConfig {
    int width = 512;
    int layers = 12;
    int heads = 8;
    int mlpWidth = 2048;
    int vocabulary = 49408;
    int maxTokens = 77;
    int eosToken = 49407;
    bool isCausal = true;
    Activation activation = Activation::QuickGelu;
    double epsilon = 1e-5;

    [[nodiscard]] static ClipTextConfig read(const ConfigView& config);
};

// Text transformer, causal in CLIP.
class ClipTextTower {
public:
    [[nodiscard]] static ClipTextTower load(const WeightScope& scope, const ClipTextConfig& config);

    // ids [texts, tokens] -> [texts, tokens, width] after the last norm; mask [texts, tokens] (1 = token) or undefined.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& ids, const at::Tensor& mask, backend::Trace& trace) const;

    // Where each row is pooled, [texts]: eos_token_id 2, which old folders have, means the largest id; any other value
    // the first place of that id.
    [[nodiscard]] at::Tensor endPositions(const at::Tensor& ids) const;

    [[nodiscard]] const ClipTextConfig& config() const { return m_config; }

private:
    ClipTextConfig m_config;
    at::Tensor m_tokens;    // [vocabulary, width]
    at::Tensor m_positions; // [maxTokens, width]
    std::vector<TransformerLayer> m_layers;
    Norm m_finalNorm;
};

// Row i of [batch, n, width] at positions[i]: [batch, width].
[[nodiscard]] at::Tensor rowsAt(const at::Tensor& tokens, const at::Tensor& positions);

} // namespace triptych::models
