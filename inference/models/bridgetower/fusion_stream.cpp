// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/bridgetower/fusion_stream.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/blocks/activation.h"

namespace triptych::models::bridgetower {

namespace {

constexpr LayerNames crossModalLayerNames{
    "attention",    "attention.output.LayerNorm", bertAttentionNames, "intermediate.dense",
    "output.dense", "output.LayerNorm",           "crossattention",   "crossattention.output.LayerNorm"};

LayerOptions crossModalOptions(const BertConfig& config) {
    LayerOptions options;
    options.names = crossModalLayerNames;
    options.order = NormOrder::Post;
    options.attention.width = config.width;
    options.attention.heads = config.heads;
    options.mlpWidth = config.mlpWidth;
    options.activation = config.activation;
    options.epsilon = config.epsilon;
    return options;
}

LinkKind readLink(const ConfigView& config) {
    const std::string name = config.text("link_tower_type", "add");
    config.require(name == "add" || name == "scaled_add" || name == "interpolate",
                   "\"link_tower_type\" \"" + name + "\" is not supported.");
    return name == "scaled_add" ? LinkKind::ScaledAdd : name == "interpolate" ? LinkKind::Interpolate : LinkKind::Add;
}

// The layer's own part, or the one that all share.
template<typename Part>
const Part& partOf(const std::vector<Part>& parts, std::size_t index) {
    return parts[std::min(index, parts.size() - 1)];
}

} // namespace

FusionConfig FusionConfig::read(const ConfigView& config) {
    FusionConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    read.link = readLink(config);
    config.require(read.layers > 0, "\"num_hidden_layers\" must be at least 1.");
    return read;
}

FusionStream FusionStream::load(const WeightScope& scope, const std::string& side, int towerWidth,
                                const FusionConfig& config, const BertConfig& layer, const at::Tensor& tokenType) {
    const std::string stem = "cross_modal_" + side + "_";
    FusionStream stream;
    stream.m_kind = config.link;
    stream.m_tokenType = tokenType;
    const WeightScope transform = scope / (stem + "transform");
    if (transform.has("weight") || !transform.hasAny("0"))
        stream.m_transforms.push_back(Linear::load(transform, towerWidth, config.width));
    else
        for (int i = 0; i < config.layers; ++i)
            stream.m_transforms.push_back(Linear::load(transform / i, towerWidth, config.width));
    stream.m_norm = Norm::layer(scope / (stem + "layernorm"), config.width, config.epsilon);
    stream.loadLinks(scope / (stem + "link_tower"), config);
    stream.m_layers = loadLayers(scope / (stem + "layers"), config.layers, crossModalOptions(layer));
    stream.m_pooler = Linear::load(scope / (stem + "pooler") / "dense", config.width, config.width);
    return stream;
}

void FusionStream::loadLinks(const WeightScope& scope, const FusionConfig& config) {
    const bool isShared = scope.hasAny("LayerNorm");
    const int count = isShared ? 1 : config.layers - 1;
    for (int i = 0; i < count; ++i) {
        const WeightScope link = isShared ? scope : scope / i;
        at::Tensor factor;
        if (config.link == LinkKind::ScaledAdd)
            factor = link.take("scaled_factor", {});
        if (config.link == LinkKind::Interpolate)
            factor = link.take("beta", {});
        m_links.push_back({factor, Norm::layer(link / "LayerNorm", config.width, config.epsilon)});
    }
}

at::Tensor FusionStream::transform(const at::Tensor& state, std::size_t layer) const {
    const at::Tensor mapped = partOf(m_transforms, layer)(state);
    return mapped + like(mapped, m_tokenType);
}

at::Tensor FusionStream::begin(const at::Tensor& state) const {
    return m_norm(transform(state, 0));
}

at::Tensor FusionStream::bridge(const at::Tensor& state, const at::Tensor& fused, std::size_t layer) const {
    const at::Tensor tower = transform(state, layer);
    const Link& link = partOf(m_links, layer - 1);
    if (m_kind == LinkKind::ScaledAdd)
        return link.norm(tower * like(tower, link.factor) + fused);
    if (m_kind == LinkKind::Interpolate) {
        const at::Tensor share = like(tower, link.factor);
        return link.norm(tower * (1 - share) + fused * share);
    }
    return link.norm(tower + fused);
}

at::Tensor FusionStream::pass(const at::Tensor& tokens, const LayerContext& context, std::size_t layer,
                              const std::string& tower, backend::Trace& trace) const {
    return m_layers[layer](tokens, context, layerName(tower, layer), trace);
}

at::Tensor FusionStream::pool(const at::Tensor& tokens) const {
    return activate(m_pooler(tokens.select(1, 0)), Activation::Tanh);
}

} // namespace triptych::models::bridgetower
