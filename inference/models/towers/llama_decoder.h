// SPDX-License-Identifier: GPL-3.0-or-later
// Llama and its kin (Mistral, Qwen2, the text parts of Qwen2-VL and Gemma 3) as published by transformers: RMS norm,
// rotary positions, shared keys and values, gated MLP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/rotary.h"
#include "inference/models/towers/causal_decoder.h"

namespace triptych::models {

struct LlamaConfig {
    int width = 4096;
    int layers = 32;
    int heads = 32;
    int keyHeads = 32; // a divisor of heads: neighbouring query heads share keys and values
    int headWidth = 128;
    int mlpWidth = 11008;
    int vocabulary = 32000;
    double epsilon = 1e-6;
    Activation activation = Activation::Silu;
    bool hasInputBias = false; // of the query, key and value maps
    bool hasOutputBias = false;
    bool hasMlpBias = false;
    bool hasHeadNorms = false; // RMS norm of every query and key before they are turned
    bool tiedHead = false;
    int window = 0;            // keys that a query of a sliding layer may look at, its own included
    std::vector<bool> sliding; // by layer; empty: none
    RotaryConfig rotary;
    // Gemma's ways.
    bool normsAddOne = false;                  // see Norm
    bool hasOuterNorms = false;                // what attention and MLP add is normed, too
    bool imagesLookAhead = false;              // tokens of one image also look at those behind them
    double embeddingScale = 1;                 // of words, not of what stands for images
    double scoreScale = 0;                     // of queries times keys; 0: 1 / sqrt(headWidth)
    std::optional<RotaryConfig> slidingRotary; // of sliding layers

    // A "text_config" section with the defaults of its "model_type": llama, mistral, qwen2, qwen3, gemma3_text, or the
    // text part of qwen2_vl and qwen2_5_vl; another type is noted as an error.
    [[nodiscard]] static LlamaConfig read(const ConfigView& config, const std::string& fallbackType = "llama");
};

// What one pass gives a layer besides the tokens.
struct LlamaContext {
    at::Tensor mask;        // additive, [batch or 1, 1, n, past + n]
    at::Tensor slidingMask; // the same for sliding layers
    RotaryTables rotary;
    RotaryTables slidingRotary;
    KeyValueCache* cache = nullptr; // keys are kept turned, one per key head
};

class LlamaLayer {
public:
    // `scope` holds self_attn, mlp and the two norms.
    [[nodiscard]] static LlamaLayer load(const WeightScope& scope, const LlamaConfig& config, int layer);

    // tokens [batch, n, width]. Records `<name>.attention` [batch, heads, n, past + n] and `<name>.hidden`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const LlamaContext& context, const std::string& name,
                                        backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor attend(const at::Tensor& tokens, const LlamaContext& context, const std::string& name,
                                    backend::Trace& trace) const;

    int m_heads = 1;
    int m_keyHeads = 1;
    bool m_isSliding = false;
    double m_scoreScale = 1;
    Linear m_query;
    Linear m_key;
    Linear m_value;
    Linear m_out;
    Norm m_queryNorm; // used where its weight is defined
    Norm m_keyNorm;
    Norm m_attentionNorm;
    Linear m_gate;
    Linear m_up;
    Linear m_down;
    Norm m_mlpNorm;
    Norm m_attentionOuterNorm; // likewise
    Norm m_mlpOuterNorm;
    Activation m_activation = Activation::Silu;
};

class LlamaDecoder final : public CausalDecoder {
public:
    // `scope` holds embed_tokens, layers and norm; `head` the weight of the output map, which is the table of
    // embeddings where the configuration ties them.
    [[nodiscard]] static LlamaDecoder load(const WeightScope& scope, const WeightScope& head,
                                           const LlamaConfig& config);

    [[nodiscard]] at::Tensor embedTokens(const at::Tensor& ids) const override;
    [[nodiscard]] at::Tensor pass(const DecoderPass& pass, backend::Trace& trace) const override;
    [[nodiscard]] at::Tensor finish(const at::Tensor& hidden) const override;
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const override;

    [[nodiscard]] const LlamaConfig& config() const { return m_config; }

private:
    LlamaConfig m_config;
    at::Tensor m_embeddings; // [vocabulary, width]
    std::vector<LlamaLayer> m_layers;
    Norm m_norm;
    Linear m_head;
    Rotary m_rotary;
    Rotary m_slidingRotary;
};

} // namespace triptych::models
