// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/lxmert/co_layer.h"

#include <ATen/ATen.h>

namespace triptych::models::lxmert {

namespace {

constexpr AttentionNames crossNames{"att.query", "att.key", "att.value", "output.dense", ""};
constexpr AttentionNames ownNames{"self.query", "self.key", "self.value", "output.dense", ""};

AttentionSizes sizesOf(const BertConfig& config) {
    AttentionSizes sizes;
    sizes.width = config.width;
    sizes.heads = config.heads;
    return sizes;
}

} // namespace

CoLayer::Own CoLayer::loadOwn(const WeightScope& scope, const std::string& prefix, const BertConfig& config) {
    const WeightScope attention = scope / (prefix + "_self_att");
    const WeightScope output = scope / (prefix + "_output");
    return {Attention::load(attention, ownNames, sizesOf(config)),
            Norm::layer(attention / "output.LayerNorm", config.width, config.epsilon),
            Linear::load(scope / (prefix + "_inter") / "dense", config.width, config.mlpWidth),
            Linear::load(output / "dense", config.mlpWidth, config.width),
            Norm::layer(output / "LayerNorm", config.width, config.epsilon)};
}

CoLayer CoLayer::load(const WeightScope& scope, const BertConfig& config) {
    CoLayer layer;
    const WeightScope cross = scope / "visual_attention";
    layer.m_cross = Attention::load(cross, crossNames, sizesOf(config));
    layer.m_crossNorm = Norm::layer(cross / "output.LayerNorm", config.width, config.epsilon);
    layer.m_text = loadOwn(scope, "lang", config);
    layer.m_regions = loadOwn(scope, "visn", config);
    layer.m_activation = config.activation;
    return layer;
}

at::Tensor CoLayer::passOwn(const Own& own, const at::Tensor& tokens, const at::Tensor& mask, const std::string& name,
                            backend::Trace& trace) const {
    const at::Tensor looked = own.attentionNorm(own.attention.self(tokens, mask, name + ".attention", trace) + tokens);
    const at::Tensor added = trace.passInner(name + ".mlp", own.down(activate(own.up(looked), m_activation)));
    const at::Tensor out = own.mlpNorm(added + looked);
    return trace.pass(name + ".hidden", out);
}

Streams CoLayer::operator()(const Streams& inputs, const at::Tensor& textMask, std::size_t layer,
                            backend::Trace& trace) const {
    const std::string text = layerName("fusion_text", layer);
    const std::string vision = layerName("fusion_vision", layer);
    const auto look = [&](const at::Tensor& from, const at::Tensor& at, const at::Tensor& mask,
                          const std::string& name) {
        return m_crossNorm(m_cross.cross(from, at, mask, name + ".cross_attention", trace) + from);
    };
    const at::Tensor textLooked = look(inputs.text, inputs.regions, {}, text);
    const at::Tensor regionsLooked = look(inputs.regions, inputs.text, textMask, vision);
    return {passOwn(m_text, textLooked, textMask, text, trace), passOwn(m_regions, regionsLooked, {}, vision, trace)};
}

} // namespace triptych::models::lxmert
