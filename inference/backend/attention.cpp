// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/attention.h"

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"

namespace triptych::backend {

namespace {

at::Tensor additiveMask(const at::Tensor& mask, const at::Tensor& scores) {
    if (mask.scalar_type() != at::kBool)
        return mask;
    const auto lowest = -std::numeric_limits<float>::infinity();
    return at::zeros(mask.sizes(), scores.options()).masked_fill(mask.logical_not(), lowest);
}

at::Tensor watchedWeights(const at::Tensor& query, const at::Tensor& key, const at::Tensor& mask, double scale) {
    at::Tensor scores = sharedMatmul(query, key.transpose(-2, -1)) * scale;
    if (mask.defined())
        scores = scores + additiveMask(mask, scores);
    at::Tensor weights = at::softmax(scores, -1);
    if (mask.defined())
        weights = at::nan_to_num(weights, 0.0);
    return weights;
}

} // namespace

at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const at::Tensor& mask,
                  double scale, const std::string& name, Trace& trace) {
    if (!trace.wants(name) && !trace.edits(name) && RelevanceRules::active() == nullptr) {
        std::optional<at::Tensor> optionalMask;
        if (mask.defined())
            optionalMask = mask;
        return at::scaled_dot_product_attention(query, key, value, optionalMask, 0.0, false, scale);
    }
    at::Tensor weights = watchedWeights(query, key, mask, scale);
    // The first watched map of the network is a leaf that starts the graph; later ones are in it already.
    if (trace.needsGradients() && !weights.requires_grad())
        weights.requires_grad_(true);
    weights = trace.pass(name, weights);
    return weightedValues(weights, value);
}

} // namespace triptych::backend
