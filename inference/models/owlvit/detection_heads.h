// SPDX-License-Identifier: GPL-3.0-or-later
// What OWL-ViT predicts for every patch: how well it fits each text, where the thing is, and whether there is one.
#pragma once

#include <ATen/ATen.h>

#include "inference/models/blocks/linear.h"

namespace triptych::models::owlvit {

// Three linear maps with erf GELU between them.
class PatchHead {
public:
    // `scope` holds dense0, dense1 and dense2.
    [[nodiscard]] static PatchHead load(const WeightScope& scope, int width, int out);

    // [images, patches, width] -> [images, patches, out]
    [[nodiscard]] at::Tensor operator()(const at::Tensor& patches) const;

private:
    Linear m_first;
    Linear m_second;
    Linear m_out;
};

class ClassHead {
public:
    // `scope` holds dense0, logit_shift and logit_scale.
    [[nodiscard]] static ClassHead load(const WeightScope& scope, int width, int textWidth);

    // [images, patches, width] -> [images, patches, textWidth], of unit length up to 1e-6.
    [[nodiscard]] at::Tensor embed(const at::Tensor& patches) const;

    // Logits [images, patches, queries] from the patches, their embeddings and the texts' [images, queries, textWidth]:
    // the cosine, shifted and scaled by numbers that each patch predicts.
    [[nodiscard]] at::Tensor score(const at::Tensor& patches, const at::Tensor& embedded,
                                   const at::Tensor& queries) const;

private:
    Linear m_embed;
    Linear m_shift;
    Linear m_scale;
};

// What the box head starts from: logits of centre and size [rows * cols, 4] (cx, cy, w, h) of boxes of one patch, whose
// centre stands at the patch's lower right corner.
[[nodiscard]] at::Tensor boxBias(std::int64_t rows, std::int64_t cols, at::Device device);

} // namespace triptych::models::owlvit
