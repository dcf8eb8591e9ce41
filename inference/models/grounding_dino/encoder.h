// SPDX-License-Identifier: GPL-3.0-or-later
// Image and text read each other: in every layer both look at the other, then the text at itself and the image at
// itself.
#pragma once

#include <vector>

#include "inference/models/grounding_dino/parts.h"
#include "inference/models/grounding_dino/positions.h"

namespace triptych::models::grounding_dino {

struct Fused {
    at::Tensor image; // [images, places, width]
    at::Tensor text;  // [images, tokens, width]
};

// Attention of image to text and back with the same logits.
class FusionLayer {
public:
    [[nodiscard]] static FusionLayer load(const WeightScope& scope, const DinoConfig& config);

    // imageMask and textMask exclude padding as keys. Records fusion_vision.<layer>.cross_attention (image looks at
    // text) and fusion_text.<layer>.cross_attention.
    [[nodiscard]] Fused operator()(const Fused& inputs, const at::Tensor& imageMask, const at::Tensor& textMask,
                                   std::size_t layer, backend::Trace& trace) const;

private:
    Norm m_imageNorm;
    Norm m_textNorm;
    Linear m_image; // queries of the image, keys for the text
    Linear m_text;
    Linear m_imageValue;
    Linear m_textValue;
    Linear m_imageOut;
    Linear m_textOut;
    at::Tensor m_imageScale; // [width]
    at::Tensor m_textScale;
    int m_heads = 1;
};

class EncoderLayer {
public:
    [[nodiscard]] static EncoderLayer load(const WeightScope& scope, const DinoConfig& config);

    struct Context {
        const Pyramid& pyramid;
        at::Tensor centres; // [images, places, levels, 2]
        at::Tensor imageMask;
        at::Tensor textMask;
        at::Tensor labelMask;     // words of one label look at each other
        at::Tensor textPositions; // [images, tokens, width]
    };
    [[nodiscard]] Fused operator()(const Fused& inputs, const Context& context, std::size_t layer,
                                   backend::Trace& trace) const;

private:
    FusionLayer m_fusion;
    Attention m_text;
    Norm m_textNorm;
    FeedForward m_textMlp;
    DeformableAttention m_image;
    Norm m_imageNorm;
    FeedForward m_imageMlp;
};

class Encoder {
public:
    [[nodiscard]] static Encoder load(const WeightScope& scope, const DinoConfig& config);

    // text [images, tokens, width], textMask as from keyMask(). Records fusion_vision.* and fusion_text.*.
    [[nodiscard]] Fused operator()(const Pyramid& pyramid, const at::Tensor& text, const TextLayout& layout,
                                   const at::Tensor& textMask, backend::Trace& trace) const;

private:
    std::vector<EncoderLayer> m_layers;
};

} // namespace triptych::models::grounding_dino
