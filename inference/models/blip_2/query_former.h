// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::blip_2 {

struct QueryFormerConfig {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int queries = 32;
    int crossFrequency = 2; // layers 0, crossFrequency, ... look at the image
    int imageWidth = 1408;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-12;

    // A "qformer_config" section.
    [[nodiscard]] static QueryFormerConfig read(const ConfigView& config, int queries, int imageWidth);
    [[nodiscard]] bool looksAtImage(int layer) const { return layer % crossFrequency == 0; }
};

// Learned queries that look at each other and, in some layers, at the tokens of an image.
class QueryFormer {
public:
    // `root` holds query_tokens and qformer.
    [[nodiscard]] static QueryFormer load(const WeightScope& root, const QueryFormerConfig& config);

    // tokens [images, n, imageWidth] -> [images, queries, width]. Records the tower "fusion".
    [[nodiscard]] at::Tensor operator()(const at::Tensor& tokens, backend::Trace& trace) const;

    [[nodiscard]] const QueryFormerConfig& config() const { return m_config; }

private:
    QueryFormerConfig m_config;
    at::Tensor m_queries; // [1, queries, width]
    Norm m_norm;
    std::vector<TransformerLayer> m_layers;
};

} // namespace triptych::models::blip_2
