// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/vit_config.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"

namespace triptych::models {

VitConfig VitConfig::read(const ConfigView& config, const VitConfig& defaults) {
    VitConfig read = defaults;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    read.queryKeyValueBias = config.flag("qkv_bias", read.queryKeyValueBias);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

LayerOptions VitConfig::layerOptions() const {
    LayerOptions options;
    options.names = vitLayerNames;
    options.attention.width = width;
    options.attention.heads = heads;
    options.attention.queryBias = queryKeyValueBias;
    options.attention.keyBias = queryKeyValueBias;
    options.attention.valueBias = queryKeyValueBias;
    options.mlpWidth = mlpWidth;
    options.activation = activation;
    options.epsilon = epsilon;
    return options;
}

VitHead VitHead::load(const WeightScope& scope, const VitConfig& config) {
    VitHead head;
    head.norm = Norm::layer(scope / "layernorm", config.width, config.epsilon);
    if (scope.hasAny("pooler"))
        head.pooler = Linear::load(scope / "pooler" / "dense", config.width, config.width);
    return head;
}

at::Tensor VitHead::pool(const at::Tensor& normed) const {
    return activate(pooler(normed.select(1, 0)), Activation::Tanh);
}

} // namespace triptych::models
