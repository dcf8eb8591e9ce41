// SPDX-License-Identifier: GPL-3.0-or-later
// Layers of a vision transformer as published by transformers, which ViLT and FLAVA also use for words.
#pragma once

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

struct VitConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-12;
    bool queryKeyValueBias = true;

    // Absent keys take the values of `defaults`. Checks that the heads divide the width.
    [[nodiscard]] static VitConfig read(const ConfigView& config, const VitConfig& defaults);
    // Pre-norm layers in the layout vitLayerNames.
    [[nodiscard]] LayerOptions layerOptions() const;
};

// What stands behind the layers: a norm, and a pooler that reads the first token.
struct VitHead {
    Norm norm;
    Linear pooler; // without a weight where the folder has no pooler

    // `scope` holds layernorm and maybe pooler.dense.
    [[nodiscard]] static VitHead load(const WeightScope& scope, const VitConfig& config);
    // tanh of a linear map of the first token of normed tokens [batch, n, width]: [batch, width].
    [[nodiscard]] at::Tensor pool(const at::Tensor& normed) const;
};

} // namespace triptych::models
