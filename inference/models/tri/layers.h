// SPDX-License-Identifier: GPL-3.0-or-later
// The building blocks of the four towers. All blocks are pre-norm; tokens are [batch, n, width]; `valid` masks are
// boolean [batch, n] (true = a real token) or undefined when every token is real.
#pragma once

#include <string>

#include "inference/backend/torch_modules.h"
#include "inference/backend/trace.h"

namespace triptych::models::tri {

class SelfAttentionImpl : public torch::nn::Module {
public:
    SelfAttentionImpl(int width, int heads);
    at::Tensor forward(const at::Tensor& tokens, const at::Tensor& valid, const std::string& name,
                       backend::Trace& trace);

private:
    int m_heads;
    torch::nn::Linear m_queryKeyValue;
    torch::nn::Linear m_out;
};
TORCH_MODULE(SelfAttention);

class CrossAttentionImpl : public torch::nn::Module {
public:
    CrossAttentionImpl(int width, int heads);
    // queries [batch * fold, q, width] look at keys [batch, k, width]: `fold` consecutive query rows share one key row,
    // whose projections are computed once. With fold 1 the map is [batch, heads, q, k], else [batch, heads, fold * q,
    // k].
    at::Tensor forward(const at::Tensor& queries, const at::Tensor& keys, const at::Tensor& keyValid,
                       const std::string& name, backend::Trace& trace);

private:
    int m_heads;
    torch::nn::Linear m_query;
    torch::nn::Linear m_keyValue;
    torch::nn::Linear m_out;
};
TORCH_MODULE(CrossAttention);

class MlpImpl : public torch::nn::Module {
public:
    MlpImpl(int width, int ratio);
    at::Tensor forward(const at::Tensor& tokens);

private:
    torch::nn::Linear m_in;
    torch::nn::Linear m_out;
};
TORCH_MODULE(Mlp);

class EncoderLayerImpl : public torch::nn::Module {
public:
    EncoderLayerImpl(int width, int heads, int mlpRatio);
    // Records `<name>.attention` and `<name>.hidden`.
    at::Tensor forward(at::Tensor tokens, const at::Tensor& valid, const std::string& name, backend::Trace& trace);

private:
    torch::nn::LayerNorm m_attentionNorm;
    SelfAttention m_attention;
    torch::nn::LayerNorm m_mlpNorm;
    Mlp m_mlp;
};
TORCH_MODULE(EncoderLayer);

// Self-attention over the query stream, cross-attention to the image, MLP.
class FusionLayerImpl : public torch::nn::Module {
public:
    FusionLayerImpl(int width, int heads, int mlpRatio);
    // Records `<name>.attention`, `<name>.cross_attention` and `<name>.hidden`; folds as CrossAttention does.
    at::Tensor forward(at::Tensor queries, const at::Tensor& queryValid, const at::Tensor& image,
                       const std::string& name, backend::Trace& trace);

private:
    torch::nn::LayerNorm m_attentionNorm;
    SelfAttention m_attention;
    torch::nn::LayerNorm m_crossNorm;
    CrossAttention m_cross;
    torch::nn::LayerNorm m_mlpNorm;
    Mlp m_mlp;
};
TORCH_MODULE(FusionLayer);

// A learned probe looks at the tokens; what it gathers becomes the unit-length joint embedding [batch, jointWidth].
class AttentionPoolImpl : public torch::nn::Module {
public:
    AttentionPoolImpl(int width, int heads, int jointWidth);
    // Records `<name>.attention` [batch, heads, 1, n].
    at::Tensor forward(const at::Tensor& tokens, const at::Tensor& valid, const std::string& name,
                       backend::Trace& trace);

private:
    at::Tensor m_probe;
    CrossAttention m_attention;
    torch::nn::LayerNorm m_norm;
    torch::nn::Linear m_projection;
};
TORCH_MODULE(AttentionPool);

// Norms that follow backend::RelevanceRules.
[[nodiscard]] at::Tensor normed(const torch::nn::LayerNormImpl& norm, const at::Tensor& tokens);
[[nodiscard]] at::Tensor normed(const torch::nn::GroupNormImpl& norm, const at::Tensor& features);

// Sine and cosine positions [count, width] along one axis.
[[nodiscard]] at::Tensor sincosPositions(int count, int width);

} // namespace triptych::models::tri
