// SPDX-License-Identifier: GPL-3.0-or-later
// Layer-wise relevance propagation in the form of gradients: while RelevanceRules live, forward passes build a graph
// whose gradient by a tensor, times that tensor, is its relevance. Values of the pass stay what they are.
//
// Rules of AttnLRP (Achtibat et al., Attention-aware layer-wise relevance propagation for transformers, ICML 2024):
// what a bilinear product yields is shared by halves, an activation hands on what it receives in full, a norm's scale
// counts as a constant; linear maps and the softmax need nothing but their gradients. Biases keep their share.
#pragma once

#include <cstdint>

#include <ATen/core/Tensor.h>

namespace triptych::backend {

class RelevanceRules {
public:
    // ValuesOnly: attention maps count as constants, so that nothing goes through queries and keys (Ali et al., XAI for
    // transformers: better explanations through conservative propagation, ICML 2022).
    enum class Attention { Full, ValuesOnly };

    // Hold on this thread while the object lives; of several, the one made last.
    explicit RelevanceRules(Attention attention);
    ~RelevanceRules();
    RelevanceRules(const RelevanceRules&) = delete;
    RelevanceRules& operator=(const RelevanceRules&) = delete;

    [[nodiscard]] static const RelevanceRules* active();

    [[nodiscard]] Attention attention() const { return m_attention; }

private:
    Attention m_attention;
    const RelevanceRules* m_outer;
};

// Without active rules the following are what their names say.

// `value` as a factor that receives nothing.
[[nodiscard]] at::Tensor asConstant(const at::Tensor& value);
// An elementwise function's result that hands all relevance on to its argument, of the same shape.
[[nodiscard]] at::Tensor asProportional(const at::Tensor& argument, const at::Tensor& result);
// Products whose factors receive half each.
[[nodiscard]] at::Tensor sharedMatmul(const at::Tensor& left, const at::Tensor& right);
[[nodiscard]] at::Tensor sharedProduct(const at::Tensor& left, const at::Tensor& right);
// Attention's weights times values; see RelevanceRules::Attention.
[[nodiscard]] at::Tensor weightedValues(const at::Tensor& weights, const at::Tensor& values);
// What comes out of a table begins the graph, so that relevance can be read there.
[[nodiscard]] at::Tensor asBeginning(at::Tensor rows);

// Over the last axis; weight and bias [width] or undefined.
[[nodiscard]] at::Tensor layerNorm(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias,
                                   double epsilon);
// Over groups of channels and all places: values [batch, channels, ...], weight and bias [channels].
[[nodiscard]] at::Tensor groupNorm(const at::Tensor& values, std::int64_t groups, const at::Tensor& weight,
                                   const at::Tensor& bias, double epsilon);

} // namespace triptych::backend
