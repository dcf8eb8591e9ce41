// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/grounding_dino/config.h"
#include "inference/models/grounding_dino/deformable_attention.h"

namespace triptych::models::grounding_dino {

// Backbone, projections to one width and positions: an image becomes a pyramid.
class PyramidTower {
public:
    // `scope` holds backbone, input_proj_vision and level_embed.
    [[nodiscard]] static PyramidTower load(const WeightScope& scope, const DinoConfig& config);

    // pixels [images, 3, height, width]; mask [images, height, width], 1 = image, or undefined.
    [[nodiscard]] Pyramid operator()(const at::Tensor& pixels, const at::Tensor& mask) const;

private:
    struct Projection {
        Linear map; // weight [width, channels, k, k]; k is 1 for maps of the backbone, 3 for smaller ones
        Norm norm;  // over groups of channels
        [[nodiscard]] at::Tensor operator()(const at::Tensor& map) const;
    };

    [[nodiscard]] static Projection loadProjection(const WeightScope& scope, int channels, int width, int kernel);
    [[nodiscard]] std::vector<at::Tensor> project(const at::Tensor& pixels) const;
    [[nodiscard]] at::Tensor positionsOf(const at::Tensor& valid) const;

    SwinBackbone m_backbone;
    std::vector<Projection> m_projections; // per level
    at::Tensor m_levels;                   // [levels, width]
    at::Tensor m_rows;                     // learned positions [50, width / 2], or undefined
    at::Tensor m_cols;
    int m_width = 0;
    double m_temperature = 20;
};

} // namespace triptych::models::grounding_dino
