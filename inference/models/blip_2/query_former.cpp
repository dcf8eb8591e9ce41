// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blip_2/query_former.h"

#include <ATen/ATen.h>

namespace triptych::models::blip_2 {

namespace {

constexpr AttentionNames queryAttentionNames{"attention.query", "attention.key", "attention.value", "output.dense", ""};

LayerNames layerNames(bool looksAtImage) {
    return {"attention",
            "attention.output.LayerNorm",
            queryAttentionNames,
            "intermediate_query.dense",
            "output_query.dense",
            "output_query.LayerNorm",
            looksAtImage ? "crossattention" : "",
            looksAtImage ? "crossattention.output.LayerNorm" : ""};
}

} // namespace

QueryFormerConfig QueryFormerConfig::read(const ConfigView& config, int queries, int imageWidth) {
    QueryFormerConfig read;
    read.width = config.size("hidden_size", read.width);
    read.layers = config.layers("num_hidden_layers", read.layers);
    read.heads = config.size("num_attention_heads", read.heads);
    read.mlpWidth = config.size("intermediate_size", read.mlpWidth);
    read.queries = queries;
    read.crossFrequency = config.size("cross_attention_frequency", read.crossFrequency);
    read.imageWidth = imageWidth;
    read.activation = readActivation(config, "hidden_act", "gelu");
    read.epsilon = config.real("layer_norm_eps", read.epsilon);
    config.require(read.width % read.heads == 0, "\"num_attention_heads\" does not divide \"hidden_size\".");
    return read;
}

QueryFormer QueryFormer::load(const WeightScope& root, const QueryFormerConfig& config) {
    QueryFormer former;
    former.m_config = config;
    former.m_queries = root.take("query_tokens", {1, config.queries, config.width});
    const WeightScope scope = root / "qformer";
    former.m_norm = Norm::layer(scope / "layernorm", config.width, config.epsilon);
    for (int i = 0; i < config.layers; ++i) {
        LayerOptions options;
        options.names = layerNames(config.looksAtImage(i));
        options.order = NormOrder::Post;
        options.attention.width = config.width;
        options.attention.heads = config.heads;
        options.mlpWidth = config.mlpWidth;
        options.activation = config.activation;
        options.epsilon = config.epsilon;
        options.crossKeyWidth = config.imageWidth;
        former.m_layers.push_back(TransformerLayer::load(scope / "encoder.layer" / i, options));
    }
    return former;
}

at::Tensor QueryFormer::operator()(const at::Tensor& tokens, backend::Trace& trace) const {
    const at::Tensor queries = m_norm(like(tokens, m_queries).expand({tokens.size(0), -1, -1}));
    trace.record("fusion.hidden.embed", queries);
    LayerContext context;
    context.crossTokens = tokens;
    return passLayers(m_layers, queries, context, "fusion", trace);
}

} // namespace triptych::models::blip_2
