// SPDX-License-Identifier: GPL-3.0-or-later
// OPT as published by transformers: learned positions, layer norms before (or, in one size, after) each step.
#pragma once

#include <vector>

#include "inference/models/blocks/transformer_layer.h"
#include "inference/models/towers/causal_decoder.h"

namespace triptych::models {

struct OptConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int vocabulary = 50272;
    int maxTokens = 2048;
    int embeddingWidth = 768; // of the table of tokens; projected where it is not the width
    NormOrder order = NormOrder::Pre;
    bool hasFinalNorm = true;
    bool hasBias = true;
    bool tiedHead = true;
    Activation activation = Activation::Relu;

    // A "text_config" section of the type "opt".
    [[nodiscard]] static OptConfig read(const ConfigView& config);
};

class OptDecoder final : public CausalDecoder {
public:
    // `scope` holds model.decoder and, without tied embeddings, lm_head.
    [[nodiscard]] static OptDecoder load(const WeightScope& scope, const OptConfig& config);

    [[nodiscard]] at::Tensor embedTokens(const at::Tensor& ids) const override;
    // Positions count the tokens of the mask; padding stands at -1. The width is that of the token table.
    [[nodiscard]] at::Tensor pass(const DecoderPass& pass, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor finish(const at::Tensor& hidden) const override;
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const override;

    [[nodiscard]] const OptConfig& config() const { return m_config; }

private:
    OptConfig m_config;
    at::Tensor m_embeddings; // [vocabulary, embeddingWidth]
    at::Tensor m_positions;  // [maxTokens + 2, width]
    Linear m_projectIn;      // undefined where the widths agree
    Linear m_projectOut;
    std::vector<TransformerLayer> m_layers;
    Norm m_finalNorm; // undefined weight: none
    Linear m_head;
};

} // namespace triptych::models
