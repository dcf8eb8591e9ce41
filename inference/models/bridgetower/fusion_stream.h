// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/towers/bert_tower.h"

namespace triptych::models::bridgetower {

// How a bridge joins the state of a tower with the fused one before its norm.
enum class LinkKind { Add, ScaledAdd, Interpolate };

struct FusionConfig {
    int width = 768;
    int layers = 6;
    double epsilon = 1e-5;
    LinkKind link = LinkKind::Add;

    [[nodiscard]] static FusionConfig read(const ConfigView& config);
};

// One side of the cross-modal encoder: a tower's states are mapped to the fusion's width, joined with what was fused so
// far, and passed through layers that look at the stream itself and at the other side.
class FusionStream {
public:
    // side: "text" or "image", as `scope` names the parts cross_modal_<side>_*. towerWidth: of the states. `layer`: the
    // cross-modal layers, which follow the text tower's configuration. tokenType: row of `scope`'s type embedding.
    [[nodiscard]] static FusionStream load(const WeightScope& scope, const std::string& side, int towerWidth,
                                           const FusionConfig& config, const BertConfig& layer,
                                           const at::Tensor& tokenType);

    // What layer 0 reads, from a tower's state: [batch, n, towerWidth] -> [batch, n, width].
    [[nodiscard]] at::Tensor begin(const at::Tensor& state) const;
    // What layer i > 0 reads, from a tower's state and what layer i - 1 gave.
    [[nodiscard]] at::Tensor bridge(const at::Tensor& state, const at::Tensor& fused, std::size_t layer) const;
    [[nodiscard]] at::Tensor pass(const at::Tensor& tokens, const LayerContext& context, std::size_t layer,
                                  const std::string& tower, backend::Trace& trace) const;
    // tanh of a linear map of the first token: [batch, width].
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens) const;
    // The state at the fusion's width with its type, for layer i.
    [[nodiscard]] at::Tensor transform(const at::Tensor& state, std::size_t layer) const;

    [[nodiscard]] std::size_t size() const { return m_layers.size(); }

private:
    struct Link {
        at::Tensor factor; // scale of the tower's state, or share of the fused one; undefined for plain addition
        Norm norm;
    };

    void loadLinks(const WeightScope& scope, const FusionConfig& config);

    LinkKind m_kind = LinkKind::Add;
    std::vector<Linear> m_transforms; // one, or one per layer
    at::Tensor m_tokenType;           // [width]
    Norm m_norm;
    std::vector<Link> m_links; // one, or one per layer after the first
    std::vector<TransformerLayer> m_layers;
    Linear m_pooler;
};

} // namespace triptych::models::bridgetower
