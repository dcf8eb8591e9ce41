// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/relevance_rules.h"

#include <optional>
#include <vector>

#include <ATen/ATen.h>

namespace triptych::backend {

namespace {

thread_local const RelevanceRules* activeRules = nullptr;

// The same value; a gradient through it is halved.
at::Tensor half(const at::Tensor& value) {
    return value * 0.5 + value.detach() * 0.5;
}

std::optional<at::Tensor> optional(const at::Tensor& tensor) {
    return tensor.defined() ? std::optional(tensor) : std::nullopt;
}

// (x - mean) / deviation over the last axis, the deviation a constant.
at::Tensor standardised(const at::Tensor& values, double epsilon) {
    const at::Tensor centred = values - values.mean(-1, true);
    return centred * at::rsqrt(centred.square().mean(-1, true) + epsilon).detach();
}

} // namespace

RelevanceRules::RelevanceRules(Attention attention)
    : m_attention(attention)
    , m_outer(activeRules) {
    activeRules = this;
}

RelevanceRules::~RelevanceRules() {
    activeRules = m_outer;
}

const RelevanceRules* RelevanceRules::active() {
    return activeRules;
}

at::Tensor asConstant(const at::Tensor& value) {
    return activeRules != nullptr ? value.detach() : value;
}

at::Tensor asProportional(const at::Tensor& argument, const at::Tensor& result) {
    if (activeRules == nullptr)
        return result;
    const at::Tensor ratio = at::where(argument.eq(0), at::zeros_like(result), result / argument).detach();
    return argument * ratio + (result - argument * ratio).detach();
}

at::Tensor sharedMatmul(const at::Tensor& left, const at::Tensor& right) {
    return activeRules != nullptr ? at::matmul(half(left), half(right)) : at::matmul(left, right);
}

at::Tensor sharedProduct(const at::Tensor& left, const at::Tensor& right) {
    return activeRules != nullptr ? half(left) * half(right) : left * right;
}

at::Tensor weightedValues(const at::Tensor& weights, const at::Tensor& values) {
    const bool isConstant = activeRules != nullptr && activeRules->attention() == RelevanceRules::Attention::ValuesOnly;
    return isConstant ? at::matmul(weights.detach(), values) : sharedMatmul(weights, values);
}

at::Tensor asBeginning(at::Tensor rows) {
    return activeRules != nullptr && !rows.requires_grad() ? rows.requires_grad_(true) : rows;
}

at::Tensor layerNorm(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias, double epsilon) {
    if (activeRules == nullptr)
        return at::layer_norm(values, {values.size(-1)}, optional(weight), optional(bias), epsilon);
    at::Tensor normed = standardised(values, epsilon);
    if (weight.defined())
        normed = normed * weight;
    return bias.defined() ? normed + bias : normed;
}

at::Tensor groupNorm(const at::Tensor& values, std::int64_t groups, const at::Tensor& weight, const at::Tensor& bias,
                     double epsilon) {
    if (activeRules == nullptr)
        return at::group_norm(values, groups, optional(weight), optional(bias), epsilon);
    const at::Tensor normed =
        standardised(values.reshape({values.size(0), groups, -1}), epsilon).reshape(values.sizes());
    std::vector<std::int64_t> channels(static_cast<std::size_t>(values.dim()), 1);
    channels[1] = values.size(1);
    return normed * weight.reshape(channels) + bias.reshape(channels);
}

} // namespace triptych::backend
