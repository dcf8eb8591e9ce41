// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/lxmert/region_tower.h"

#include <ATen/ATen.h>

namespace triptych::models::lxmert {

RegionTower RegionTower::load(const WeightScope& scope, const RegionConfig& config, const BertConfig& text) {
    RegionTower tower;
    tower.m_config = config;
    const WeightScope input = scope / "visn_fc";
    tower.m_features = Linear::load(input / "visn_fc", config.featureWidth, text.width);
    tower.m_featureNorm = Norm::layer(input / "visn_layer_norm", text.width, text.epsilon);
    tower.m_boxes = Linear::load(input / "box_fc", config.boxWidth, text.width);
    tower.m_boxNorm = Norm::layer(input / "box_layer_norm", text.width, text.epsilon);
    LayerOptions options;
    options.names = bertLayerNames;
    options.order = NormOrder::Post;
    options.attention.width = text.width;
    options.attention.heads = text.heads;
    options.mlpWidth = text.mlpWidth;
    options.activation = text.activation;
    options.epsilon = text.epsilon;
    tower.m_layers = loadLayers(scope / "r_layers", config.layers, options);
    return tower;
}

at::Tensor RegionTower::operator()(const at::Tensor& features, const at::Tensor& boxes, backend::Trace& trace) const {
    const at::Tensor tokens = (m_featureNorm(m_features(features)) + m_boxNorm(m_boxes(boxes))) / 2;
    trace.record("vision.hidden.embed", tokens);
    return passLayers(m_layers, tokens, {}, "vision", trace);
}

} // namespace triptych::models::lxmert
