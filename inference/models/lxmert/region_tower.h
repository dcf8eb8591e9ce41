// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/towers/bert_tower.h"

namespace triptych::models::lxmert {

struct RegionConfig {
    int featureWidth = 2048;
    int boxWidth = 4;
    int layers = 5;
};

// Features and boxes of regions to tokens, and the layers over them.
class RegionTower {
public:
    // `scope` holds visn_fc and r_layers; the layers are built like those of `text`.
    [[nodiscard]] static RegionTower load(const WeightScope& scope, const RegionConfig& config, const BertConfig& text);

    // features [batch, regions, featureWidth], boxes [batch, regions, boxWidth] -> [batch, regions, width]. Records
    // vision.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& features, const at::Tensor& boxes,
                                        backend::Trace& trace) const;

    [[nodiscard]] const RegionConfig& config() const { return m_config; }

private:
    RegionConfig m_config;
    Linear m_features;
    Norm m_featureNorm;
    Linear m_boxes;
    Norm m_boxNorm;
    std::vector<TransformerLayer> m_layers;
};

} // namespace triptych::models::lxmert
