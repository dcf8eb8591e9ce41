// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/linear.h"

#include <ATen/ATen.h>

#include "inference/backend/linear_map.h"
#include "inference/backend/relevance_rules.h"

namespace triptych::models {

at::Tensor like(const at::Tensor& values, const at::Tensor& weight) {
    return weight.defined() ? weight.to(values.options()) : weight;
}

at::Tensor takeScalar(const WeightScope& scope, std::string_view name) {
    const bool isVector = scope.shapeOf(name).size() == 1;
    const at::Tensor stored = isVector ? scope.take(name, {1}) : scope.take(name, {});
    return stored.reshape({});
}

Linear Linear::load(const WeightScope& scope, std::int64_t in, std::int64_t out, bool hasBias) {
    return {scope.take("weight", {out, in}), hasBias ? scope.take("bias", {out}) : at::Tensor()};
}

at::Tensor Linear::operator()(const at::Tensor& values) const {
    return backend::linearMap(values, like(values, weight), like(values, bias));
}

Linear Linear::rows(std::int64_t begin, std::int64_t count) const {
    return {weight.narrow(0, begin, count), bias.defined() ? bias.narrow(0, begin, count) : bias};
}

Norm Norm::layer(const WeightScope& scope, std::int64_t width, double epsilon) {
    const bool isOld = !scope.has("weight") && scope.has("gamma"); // as TensorFlow named them
    return {scope.take(isOld ? "gamma" : "weight", {width}), scope.take(isOld ? "beta" : "bias", {width}), epsilon};
}

Norm Norm::rms(const WeightScope& scope, std::int64_t width, double epsilon, bool addsOne) {
    return {scope.take("weight", {width}), {}, epsilon, true, addsOne};
}

at::Tensor Norm::operator()(const at::Tensor& values) const {
    if (!isRms)
        return backend::layerNorm(values, like(values, weight), like(values, bias), epsilon);
    const at::Tensor exact = values.to(at::kFloat);
    const at::Tensor scaled = exact * backend::asConstant(at::rsqrt(exact.square().mean(-1, true) + epsilon));
    if (addsOne)
        return (scaled * (like(exact, weight) + 1)).to(values.scalar_type());
    return scaled.to(values.scalar_type()) * like(values, weight);
}

at::Tensor embed(const at::Tensor& table, const at::Tensor& ids) {
    return backend::asBeginning(at::embedding(table, ids).to(at::kFloat));
}

} // namespace triptych::models
