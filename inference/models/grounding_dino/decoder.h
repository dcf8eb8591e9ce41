// SPDX-License-Identifier: GPL-3.0-or-later
// Detection queries: chosen among the places of the image, refined layer by layer.
#pragma once

#include <vector>

#include "inference/models/grounding_dino/encoder.h"
#include "inference/models/grounding_dino/parts.h"

namespace triptych::models::grounding_dino {

struct DecoderInputs {
    const Pyramid& pyramid;
    const Fused& fused;
    at::Tensor textTokens; // boolean [images, tokens], false = padding
};

struct Detections {
    at::Tensor logits; // [images, queries, tokens], -inf at padding
    at::Tensor boxes;  // [images, queries, 4]: centre, width, height as fractions of the padded image
};

class DecoderLayer {
public:
    [[nodiscard]] static DecoderLayer load(const WeightScope& scope, const DinoConfig& config);

    // queries and positions [images, q, width], boxes [images, q, levels, 4]
    [[nodiscard]] at::Tensor operator()(const at::Tensor& queries, const at::Tensor& positions, const at::Tensor& boxes,
                                        const DecoderInputs& inputs, const at::Tensor& textMask,
                                        const std::string& name, backend::Trace& trace) const;

private:
    Attention m_self;
    Norm m_selfNorm;
    Attention m_text;
    Norm m_textNorm;
    DeformableAttention m_image;
    Norm m_imageNorm;
    FeedForward m_mlp;
};

class Decoder {
public:
    // `root` holds model.* and bbox_embed.
    [[nodiscard]] static Decoder load(const WeightScope& root, const DinoConfig& config);

    // There must be at least as many places as queries. Records decoder.*.
    [[nodiscard]] Detections operator()(const DecoderInputs& inputs, backend::Trace& trace) const;

private:
    struct Start {
        at::Tensor queries; // [images, q, width]
        at::Tensor boxes;   // [images, q, 4]
    };
    [[nodiscard]] Start choosePlaces(const DecoderInputs& inputs) const;
    [[nodiscard]] Start start(const DecoderInputs& inputs) const;
    void loadStart(const WeightScope& model, const WeightScope& boxHeads);

    DinoConfig m_config;
    Linear m_proposal;
    Norm m_proposalNorm;
    PredictionHead m_proposalBoxes;
    at::Tensor m_queries; // [queries, width] or undefined
    at::Tensor m_boxes;   // [queries, 4], where queries do not start at places
    PredictionHead m_positions;
    std::vector<DecoderLayer> m_layers;
    std::vector<PredictionHead> m_boxHeads; // per layer
    Norm m_norm;
};

} // namespace triptych::models::grounding_dino
