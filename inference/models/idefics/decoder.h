// SPDX-License-Identifier: GPL-3.0-or-later
// A Llama decoder that reads images between its layers.
#pragma once

#include <vector>

#include "inference/models/idefics/config.h"

namespace triptych::models::idefics {

// What the text may read of the images.
struct ImageContext {
    at::Tensor tokens; // [batch, images * tokens of an image, width of the vision tower]; undefined: no images
    at::Tensor mask;   // additive, [batch, 1, n, images * tokens of an image]
    at::Tensor isOpen; // boolean [batch, n, 1]; false for text that may read no image: nothing is added to it
};

// Cross-attention and an MLP, both behind gates that training opens.
class GatedLayer {
public:
    [[nodiscard]] static GatedLayer load(const WeightScope& scope, const IdeficsConfig& config);

    // tokens [batch, n, width]. Attention is recorded as `attentionName`, the result as `<name>.hidden`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, const ImageContext& images,
                                        const std::string& attentionName, const std::string& name,
                                        backend::Trace& trace, KeyValueCache* cache) const;

private:
    [[nodiscard]] at::Tensor attend(const at::Tensor& tokens, const ImageContext& images, const std::string& name,
                                    backend::Trace& trace, KeyValueCache* cache) const;

    int m_heads = 1;
    Linear m_query;
    Linear m_key;
    Linear m_value;
    Linear m_out;
    Norm m_queryNorm; // used where its weight is defined
    Norm m_keyNorm;
    Norm m_attentionNorm;
    Norm m_mlpNorm;
    Linear m_gate;
    Linear m_up;
    Linear m_down;
    Activation m_activation = Activation::Silu;
    at::Tensor m_attentionAlpha; // [1] or [1, 1, width]
    at::Tensor m_mlpAlpha;
};

class IdeficsDecoder {
public:
    // `model` holds embed_tokens, layers, gated_cross_attn_layers and norm; `head` the output map.
    [[nodiscard]] static IdeficsDecoder load(const WeightScope& model, const WeightScope& head,
                                             const IdeficsConfig& config);

    [[nodiscard]] at::Tensor embedTokens(const at::Tensor& ids) const;
    [[nodiscard]] at::Tensor finish(const at::Tensor& hidden) const;
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const;
    // `imageCaches`: per gated layer, kept between passes; nullptr: computed anew.
    [[nodiscard]] at::Tensor pass(const DecoderPass& pass, const ImageContext& images, DecoderCache* imageCaches,
                                  backend::Trace& trace) const;

private:
    IdeficsConfig m_config;
    at::Tensor m_embeddings; // [vocabulary, width]
    at::Tensor m_additional; // [additional tokens, width] or undefined
    std::vector<LlamaLayer> m_layers;
    std::vector<GatedLayer> m_gated;
    Norm m_norm;
    Linear m_head;
    Linear m_additionalHead;
    Rotary m_rotary;
};

// The decoder together with the images of one prompt.
class ReadingDecoder final : public CausalDecoder {
public:
    // images [batch, images, tokens, width] or undefined; allowed [batch, prompt, images], 1 = the token may read the
    // image. Produced tokens may read what the last token of the prompt may.
    ReadingDecoder(const IdeficsDecoder& decoder, const at::Tensor& images, at::Tensor allowed);

    [[nodiscard]] at::Tensor embedTokens(const at::Tensor& ids) const override { return m_decoder.embedTokens(ids); }
    [[nodiscard]] at::Tensor finish(const at::Tensor& hidden) const override { return m_decoder.finish(hidden); }
    [[nodiscard]] at::Tensor logits(const at::Tensor& hidden) const override { return m_decoder.logits(hidden); }
    [[nodiscard]] at::Tensor pass(const DecoderPass& pass, backend::Trace& trace) const override;

private:
    [[nodiscard]] ImageContext contextOf(std::int64_t past, std::int64_t count) const;

    const IdeficsDecoder& m_decoder;
    at::Tensor m_tokens;  // [batch, images * tokens, width]
    at::Tensor m_allowed; // boolean [batch, prompt, images]
    std::int64_t m_tokensPerImage = 0;
    mutable DecoderCache m_caches;
};

} // namespace triptych::models::idefics
