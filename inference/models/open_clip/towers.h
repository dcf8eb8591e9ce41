// SPDX-License-Identifier: GPL-3.0-or-later
// The transformers of open_clip. Both end in a projection that is stored as [width, joint].
#pragma once

#include <vector>

#include "inference/models/blocks/patch_embedding.h"
#include "inference/models/open_clip/open_clip_config.h"

namespace triptych::models::open_clip {

class VitTower {
public:
    [[nodiscard]] static VitTower load(const WeightScope& scope, const VitConfig& config, int joint);

    // [images, 3, h, w] -> [images, joint]. Records vision.hidden.embed (after the first norm) and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& pixels, backend::Trace& trace) const;

    // Tokens [n, width] of the last block, normed, in the joint space.
    [[nodiscard]] at::Tensor project(const at::Tensor& tokens) const;

private:
    [[nodiscard]] at::Tensor pool(const at::Tensor& tokens) const;

    VitConfig m_config;
    PatchEmbedding m_embedding;
    Norm m_preNorm;
    std::vector<TransformerLayer> m_layers;
    Norm m_postNorm;
    at::Tensor m_projection; // [width, joint]
};

class TextTower {
public:
    // `scope` holds token_embedding, positional_embedding, transformer, ln_final and text_projection.
    [[nodiscard]] static TextTower load(const WeightScope& scope, const TextConfig& config, int joint);

    // ids [texts, tokens] -> [texts, joint]. Padding is not masked. Records text.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& ids, backend::Trace& trace) const;

    // Where each row is pooled: [texts].
    [[nodiscard]] at::Tensor pooledPositions(const at::Tensor& ids) const;

private:
    TextConfig m_config;
    at::Tensor m_words;     // [vocabulary, width]
    at::Tensor m_positions; // [context, width]
    std::vector<TransformerLayer> m_layers;
    Norm m_finalNorm;
    Linear m_projection; // weight [joint, width]; undefined where there is none
};

} // namespace triptych::models::open_clip
