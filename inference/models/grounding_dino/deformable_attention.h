// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/backend/trace.h"
#include "inference/models/blocks/linear.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::grounding_dino {

// The maps of an image at several resolutions, flattened in raster order, fine to coarse.
struct Pyramid {
    at::Tensor tokens;            // [images, places, width]
    at::Tensor positions;         // [images, places, width]
    at::Tensor valid;             // boolean [images, places]; false = padding
    at::Tensor ratios;            // [images, levels, 2]: part of the width and of the height that is no padding
    std::vector<PixelSize> sizes; // rows and columns per level
};

// Every query looks at a few points of every level instead of at all places (Deformable DETR). Where they lie and how
// much each counts is computed from the query.
class DeformableAttention {
public:
    struct Sizes {
        int width = 0;
        int heads = 0;
        int levels = 0;
        int points = 0;
    };

    [[nodiscard]] static DeformableAttention load(const WeightScope& scope, const Sizes& sizes);

    // queries [images, q, width] with their positions; `places` of them per level: centres [images, q, levels, 2] or
    // boxes [images, q, levels, 4], x before y, as fractions. Samples `tokens` (those of the pyramid, or what became of
    // them). Records `<name>.weights` and `<name>.locations`.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& queries, const at::Tensor& places, const at::Tensor& tokens,
                                        const Pyramid& pyramid, const std::string& name, backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor locate(const at::Tensor& queries, const at::Tensor& places,
                                    const std::vector<PixelSize>& levels) const;

    Sizes m_sizes;
    Linear m_offsets;
    Linear m_weights;
    Linear m_value;
    Linear m_out;
};

// How much of every place one query samples, summed over heads, from its weights and locations [heads, levels, points,
// (2)]: [places], as bilinear sampling shares a point out to its neighbours; sums to 1.
[[nodiscard]] std::vector<float> sampledPlaces(const at::Tensor& weights, const at::Tensor& locations,
                                               const std::vector<PixelSize>& levels);

} // namespace triptych::models::grounding_dino
