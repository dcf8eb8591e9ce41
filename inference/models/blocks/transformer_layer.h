// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/attention.h"

namespace triptych::models {

// Where a folder keeps the parts of one layer. Cross-attention is loaded where `crossAttention` is not empty.
struct LayerNames {
    std::string_view attention;     // scope of the four maps of `maps`
    std::string_view attentionNorm; // before the attention (pre-norm) or after it (post-norm)
    AttentionNames maps;
    std::string_view up; // first map of the MLP
    std::string_view down;
    std::string_view mlpNorm;
    std::string_view crossAttention;
    std::string_view crossNorm;
};

enum class NormOrder { Pre, Post };

struct LayerOptions {
    LayerNames names;
    NormOrder order = NormOrder::Pre;
    AttentionSizes attention;
    int mlpWidth = 0;
    bool mlpBias = true;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;
    int crossKeyWidth = 0; // width of the tokens that cross-attention looks at; 0: the layer's own
};

// What one pass gives a layer besides the tokens.
struct LayerContext {
    at::Tensor mask;        // self-attention
    at::Tensor crossTokens; // [batch, k, crossKeyWidth]; undefined: cross-attention is left out
    at::Tensor crossMask;
    KeyValueCache* cache = nullptr;
    KeyValueCache* crossCache = nullptr;
};

// Attention, cross-attention where there is one, and an MLP, each with a residual path and a norm.
class TransformerLayer {
public:
    [[nodiscard]] static TransformerLayer load(const WeightScope& scope, const LayerOptions& options);

    // tokens [batch, n, width]. Records `<name>.attention`, `<name>.cross_attention` and `<name>.hidden`.
    [[nodiscard]] at::Tensor operator()(at::Tensor tokens, const LayerContext& context, const std::string& name,
                                        backend::Trace& trace) const;

    [[nodiscard]] const Attention& attention() const { return m_attention; }
    [[nodiscard]] const Attention* crossAttention() const { return m_cross ? &*m_cross : nullptr; }

private:
    NormOrder m_order = NormOrder::Pre;
    Attention m_attention;
    Norm m_attentionNorm;
    std::optional<Attention> m_cross;
    Norm m_crossNorm;
    Linear m_up;
    Linear m_down;
    Norm m_mlpNorm;
    Activation m_activation = Activation::Gelu;
};

// Layers 0 .. count - 1 below the scope.
[[nodiscard]] std::vector<TransformerLayer> loadLayers(const WeightScope& scope, int count,
                                                       const LayerOptions& options);

// Passes all layers; records them as `<tower>.layers.<i>.*`.
[[nodiscard]] at::Tensor passLayers(const std::vector<TransformerLayer>& layers, at::Tensor tokens,
                                    const LayerContext& context, const std::string& tower, backend::Trace& trace);

// "vision", 3 -> "vision.layers.3"
[[nodiscard]] std::string layerName(const std::string& tower, std::size_t layer);

// Layouts that several families share.
inline constexpr LayerNames clipLayerNames{
    "self_attn", "layer_norm1", clipAttentionNames, "mlp.fc1", "mlp.fc2", "layer_norm2", "", ""};
inline constexpr LayerNames bertLayerNames{"attention",
                                           "attention.output.LayerNorm",
                                           bertAttentionNames,
                                           "intermediate.dense",
                                           "output.dense",
                                           "output.LayerNorm",
                                           "",
                                           ""};
inline constexpr LayerNames vitLayerNames{"attention",
                                          "layernorm_before",
                                          {"attention.query", "attention.key", "attention.value", "output.dense", ""},
                                          "intermediate.dense",
                                          "output.dense",
                                          "layernorm_after",
                                          "",
                                          ""};

} // namespace triptych::models
