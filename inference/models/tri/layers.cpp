// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/layers.h"

#include <cmath>

#include "inference/backend/attention.h"
#include "inference/backend/relevance_rules.h"
#include "inference/backend/torch_modules.h"
#include "inference/models/blocks/activation.h"

namespace triptych::models::tri {

namespace {

namespace nn = torch::nn;

constexpr double shortestEmbedding = 1e-12;

// [batch, n, heads * d] -> [batch, heads, n, d]
at::Tensor splitHeads(const at::Tensor& tokens, int heads) {
    return tokens.unflatten(-1, {heads, -1}).transpose(1, 2);
}

at::Tensor mergeHeads(const at::Tensor& perHead) {
    return perHead.transpose(1, 2).flatten(-2);
}

double headScale(int width, int heads) {
    return 1.0 / std::sqrt(static_cast<double>(width) / heads);
}

// [batch, n] -> [batch, 1, 1, n]
at::Tensor keyMask(const at::Tensor& valid) {
    return valid.defined() ? valid.unsqueeze(1).unsqueeze(1) : valid;
}

nn::LayerNorm layerNorm(int width) {
    return nn::LayerNorm(nn::LayerNormOptions({width}));
}

} // namespace

SelfAttentionImpl::SelfAttentionImpl(int width, int heads)
    : m_heads(heads)
    , m_queryKeyValue(register_module("query_key_value", nn::Linear(width, 3 * width)))
    , m_out(register_module("out", nn::Linear(width, width))) {
}

at::Tensor SelfAttentionImpl::forward(const at::Tensor& tokens, const at::Tensor& valid, const std::string& name,
                                      backend::Trace& trace) {
    const auto parts = m_queryKeyValue->forward(tokens).chunk(3, -1);
    const at::Tensor gathered =
        backend::attend(splitHeads(parts[0], m_heads), splitHeads(parts[1], m_heads), splitHeads(parts[2], m_heads),
                        keyMask(valid), headScale(static_cast<int>(tokens.size(-1)), m_heads), name, trace);
    return m_out->forward(trace.passInner(name + ".context", mergeHeads(gathered)));
}

CrossAttentionImpl::CrossAttentionImpl(int width, int heads)
    : m_heads(heads)
    , m_query(register_module("query", nn::Linear(width, width)))
    , m_keyValue(register_module("key_value", nn::Linear(width, 2 * width)))
    , m_out(register_module("out", nn::Linear(width, width))) {
}

at::Tensor CrossAttentionImpl::forward(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& keyValid,
                                       const std::string& name, backend::Trace& trace) {
    const auto parts = m_keyValue->forward(keys).chunk(2, -1);
    const at::Tensor folded = queries.reshape({keys.size(0), -1, queries.size(-1)});
    const at::Tensor gathered = backend::attend(
        splitHeads(m_query->forward(folded), m_heads), splitHeads(parts[0], m_heads), splitHeads(parts[1], m_heads),
        keyMask(keyValid), headScale(static_cast<int>(queries.size(-1)), m_heads), name, trace);
    return m_out->forward(trace.passInner(name + ".context", mergeHeads(gathered))).reshape(queries.sizes());
}

MlpImpl::MlpImpl(int width, int ratio)
    : m_in(register_module("in", nn::Linear(width, ratio * width)))
    , m_out(register_module("out", nn::Linear(ratio * width, width))) {
}

at::Tensor MlpImpl::forward(const at::Tensor& tokens) {
    return m_out->forward(activate(m_in->forward(tokens), Activation::Gelu));
}

EncoderLayerImpl::EncoderLayerImpl(int width, int heads, int mlpRatio)
    : m_attentionNorm(register_module("attention_norm", layerNorm(width)))
    , m_attention(register_module("attention", SelfAttention(width, heads)))
    , m_mlpNorm(register_module("mlp_norm", layerNorm(width)))
    , m_mlp(register_module("mlp", Mlp(width, mlpRatio))) {
}

at::Tensor EncoderLayerImpl::forward(at::Tensor tokens, const at::Tensor& valid, const std::string& name,
                                     backend::Trace& trace) {
    tokens = tokens + m_attention->forward(normed(*m_attentionNorm, tokens), valid, name + ".attention", trace);
    tokens = tokens + trace.passInner(name + ".mlp", m_mlp->forward(normed(*m_mlpNorm, tokens)));
    return trace.pass(name + ".hidden", tokens);
}

FusionLayerImpl::FusionLayerImpl(int width, int heads, int mlpRatio)
    : m_attentionNorm(register_module("attention_norm", layerNorm(width)))
    , m_attention(register_module("attention", SelfAttention(width, heads)))
    , m_crossNorm(register_module("cross_norm", layerNorm(width)))
    , m_cross(register_module("cross", CrossAttention(width, heads)))
    , m_mlpNorm(register_module("mlp_norm", layerNorm(width)))
    , m_mlp(register_module("mlp", Mlp(width, mlpRatio))) {
}

at::Tensor FusionLayerImpl::forward(at::Tensor queries, const at::Tensor& queryValid, const at::Tensor& image,
                                    const std::string& name, backend::Trace& trace) {
    queries = queries + m_attention->forward(normed(*m_attentionNorm, queries), queryValid, name + ".attention", trace);
    queries = queries + m_cross->forward(normed(*m_crossNorm, queries), image, {}, name + ".cross_attention", trace);
    queries = queries + trace.passInner(name + ".mlp", m_mlp->forward(normed(*m_mlpNorm, queries)));
    return trace.pass(name + ".hidden", queries);
}

AttentionPoolImpl::AttentionPoolImpl(int width, int heads, int jointWidth)
    : m_probe(register_parameter("probe", at::randn({1, 1, width}) * 0.02))
    , m_attention(register_module("attention", CrossAttention(width, heads)))
    , m_norm(register_module("norm", layerNorm(width)))
    , m_projection(register_module("projection", nn::Linear(width, jointWidth))) {
}

at::Tensor AttentionPoolImpl::forward(const at::Tensor& tokens, const at::Tensor& valid, const std::string& name,
                                      backend::Trace& trace) {
    const at::Tensor probe = m_probe.expand({tokens.size(0), -1, -1});
    const at::Tensor pooled = m_attention->forward(probe, tokens, valid, name + ".attention", trace).squeeze(1);
    const at::Tensor joint = m_projection->forward(normed(*m_norm, pooled));
    return joint / backend::asConstant(joint.norm(2, {-1}, true).clamp_min(shortestEmbedding));
}

at::Tensor normed(const nn::LayerNormImpl& norm, const at::Tensor& tokens) {
    return backend::layerNorm(tokens, norm.weight, norm.bias, norm.options.eps());
}

at::Tensor normed(const nn::GroupNormImpl& norm, const at::Tensor& features) {
    return backend::groupNorm(features, norm.options.num_groups(), norm.weight, norm.bias, norm.options.eps());
}

at::Tensor sincosPositions(int count, int width) {
    const at::Tensor places = at::arange(count, at::kFloat).unsqueeze(1);
    const at::Tensor rates = at::exp(at::arange(0, width, 2, at::kFloat) * (-std::log(10000.0) / width)).unsqueeze(0);
    return at::cat({at::sin(places * rates), at::cos(places * rates)}, 1);
}

} // namespace triptych::models::tri
