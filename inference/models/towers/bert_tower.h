// SPDX-License-Identifier: GPL-3.0-or-later
// BERT and its kin as published by transformers: embeddings, post-norm layers, a pooler where a folder has one.
#pragma once

#include <optional>
#include <vector>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

struct BertConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int vocabulary = 30522;
    int positions = 512;
    int types = 2; // 0: no segment embedding
    int padToken = 0;
    bool zeroPadWord = false;       // the padding word is embedded as 0, whatever the folder stores for it
    bool positionsFromMask = false; // RoBERTa: positions count tokens that are not padding, from padToken + 1 on
    Activation activation = Activation::Gelu;
    double epsilon = 1e-12;
    // Cross-attention in every layer to tokens of this width; 0: none.
    int crossKeyWidth = 0;
    NormOrder order = NormOrder::Post;

    // Absent keys take the values of `defaults`.
    [[nodiscard]] static BertConfig read(const ConfigView& config, const BertConfig& defaults);
    [[nodiscard]] static BertConfig read(const ConfigView& config);
    // With the defaults of RoBERTa.
    [[nodiscard]] static BertConfig readRoberta(const ConfigView& config);
};

struct BertInputs {
    at::Tensor ids;         // [texts, tokens]
    at::Tensor mask;        // [texts, tokens], 1 = token; undefined: all are
    at::Tensor types;       // [texts, tokens]; undefined: 0
    at::Tensor layerMask;   // replaces the mask inside the layers: additive, [texts, 1, tokens or 1, tokens]
    at::Tensor positions;   // [texts, tokens]; undefined: as the configuration says
    at::Tensor crossTokens; // [texts, k, crossKeyWidth]; undefined: cross-attention is left out
    at::Tensor crossMask;
};

// Word, segment and position embeddings with their norm.
class BertEmbedding {
public:
    // `scope` holds word_embeddings, position_embeddings, token_type_embeddings and LayerNorm.
    [[nodiscard]] static BertEmbedding load(const WeightScope& scope, const BertConfig& config);

    // Reads ids, types and positions: [texts, tokens, width].
    [[nodiscard]] at::Tensor operator()(const BertInputs& inputs) const;

private:
    [[nodiscard]] at::Tensor positionIds(const BertInputs& inputs) const;

    bool m_positionsFromMask = false;
    bool m_zeroPadWord = false;
    int m_padToken = 0;
    at::Tensor m_words;
    at::Tensor m_positions;
    at::Tensor m_types; // undefined where there are none
    Norm m_norm;
};

class BertTower {
public:
    // `scope` holds embeddings, encoder.layer and maybe pooler.
    [[nodiscard]] static BertTower load(const WeightScope& scope, const BertConfig& config);

    // [texts, tokens, width]. Records `<tower>.hidden.embed` and the layers.
    [[nodiscard]] at::Tensor operator()(const BertInputs& inputs, const std::string& tower,
                                        backend::Trace& trace) const;
    [[nodiscard]] at::Tensor embedTokens(const BertInputs& inputs) const { return m_embedding(inputs); }

    // tanh of a linear map of the first token: [texts, width]; the folder must have a pooler.
    [[nodiscard]] bool hasPooler() const { return m_pooler.has_value(); }
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens) const;

    [[nodiscard]] const BertConfig& config() const { return m_config; }
    [[nodiscard]] const std::vector<TransformerLayer>& layers() const { return m_layers; }

private:
    BertConfig m_config;
    BertEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    std::optional<Linear> m_pooler;
};

} // namespace triptych::models
