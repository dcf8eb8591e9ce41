// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/attention_edits.h"

namespace triptych::explain {

namespace {

at::Tensor orAll(const at::Tensor& numbers, std::int64_t count, at::Device device) {
    return numbers.defined() ? numbers.to(device) : at::arange(count, at::TensorOptions(at::kLong).device(device));
}

// Boolean [heads, query, key]: true in the cells.
at::Tensor marked(const at::Tensor& weights, const MapCells& cells) {
    const at::Device device = weights.device();
    at::Tensor marks =
        at::zeros({weights.size(1), weights.size(2), weights.size(3)}, at::TensorOptions(at::kBool).device(device));
    marks.index_put_({orAll(cells.heads, weights.size(1), device).view({-1, 1, 1}),
                      orAll(cells.queries, weights.size(2), device).view({1, -1, 1}),
                      orAll(cells.keys, weights.size(3), device).view({1, 1, -1})},
                     at::ones({}, marks.options()));
    return marks;
}

at::Tensor whereHead(const at::Tensor& weights, const at::Tensor& heads, const at::Tensor& changed) {
    return at::where(marked(weights, {heads, {}, {}}), changed, weights);
}

} // namespace

at::Tensor knockedOut(const at::Tensor& weights, const MapCells& cells) {
    const at::Tensor left = weights.masked_fill(marked(weights, cells), 0.0);
    const at::Tensor rest = left.sum(-1, true);
    const at::Tensor scale = weights.sum(-1, true) / at::where(rest.gt(0), rest, at::ones_like(rest));
    return left * scale;
}

at::Tensor scaledHeads(const at::Tensor& weights, const at::Tensor& heads, double factor) {
    return whereHead(weights, heads, weights * factor);
}

at::Tensor evenedHeads(const at::Tensor& weights, const at::Tensor& heads) {
    const at::Tensor seen = weights.gt(0).to(weights.scalar_type());
    return whereHead(weights, heads, seen * (weights.sum(-1, true) / seen.sum(-1, true).clamp_min(1)));
}

} // namespace triptych::explain
