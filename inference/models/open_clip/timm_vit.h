// SPDX-License-Identifier: GPL-3.0-or-later
// A plain vision transformer of timm as open_clip's vision tower: BiomedCLIP and other models of one field.
#pragma once

#include <vector>

#include "inference/backend/trace.h"
#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/open_clip/open_clip_config.h"

namespace triptych::models::open_clip {

class TimmVitTower {
public:
    // `scope` holds trunk and head.
    [[nodiscard]] static TimmVitTower load(const WeightScope& scope, const TimmVitConfig& config, int joint);

    // [images, 3, h, w] -> [images, joint]. Records vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

    // Tokens [n, width] of the last block, normed, in the joint space.
    [[nodiscard]] at::Tensor project(const at::Tensor& tokens) const { return head(m_norm(tokens)); }

private:
    [[nodiscard]] at::Tensor head(at::Tensor pooled) const;
    void loadHead(const WeightScope& scope, int joint);
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens) const;

    TimmVitConfig m_config;
    PatchEmbedding m_embedding;
    std::vector<TransformerLayer> m_layers;
    Norm m_norm;
    std::vector<Linear> m_head; // one map, or two with GELU between them; none: the pooled token is the embedding
};

} // namespace triptych::models::open_clip
