// SPDX-License-Identifier: GPL-3.0-or-later
// What encoder and decoder are built of.
#pragma once

#include <vector>

#include "inference/models/blocks/activation.h"
#include "inference/models/blocks/attention.h"
#include "inference/models/grounding_dino/config.h"
#include "inference/models/grounding_dino/deformable_attention.h"

namespace triptych::models::grounding_dino {

inline constexpr AttentionNames dinoAttentionNames{"query", "key", "value", "out_proj", ""};

// Attention whose queries and keys carry positions while the values do not: queries [batch, q, width], keys and values
// [batch, k, width]. Recorded as `name`.
[[nodiscard]] at::Tensor attendWith(const Attention& attention, const at::Tensor& queries, const at::Tensor& keys,
                                    const at::Tensor& values, const at::Tensor& mask, const std::string& name,
                                    backend::Trace& trace);

// norm(x + fc2(activation(fc1(x)))): the end of every layer.
class FeedForward {
public:
    [[nodiscard]] static FeedForward load(const WeightScope& scope, std::string_view norm, const DinoConfig& config,
                                          int mlpWidth);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens) const;

private:
    Linear m_up;
    Linear m_down;
    Norm m_norm;
    Activation m_activation = Activation::Relu;
};

// Linear maps with ReLU between them: boxes from queries, positions from boxes.
class PredictionHead {
public:
    // `widths`: input, hidden ones, output.
    [[nodiscard]] static PredictionHead load(const WeightScope& scope, const std::vector<std::int64_t>& widths);
    [[nodiscard]] at::Tensor operator()(at::Tensor values) const;

private:
    std::vector<Linear> m_layers;
};

[[nodiscard]] DeformableAttention loadDeformable(const WeightScope& scope, const DinoConfig& config, int heads,
                                                 int points);

} // namespace triptych::models::grounding_dino
