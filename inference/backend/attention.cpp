// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/attention.h"

#include <limits>

#include <ATen/ATen.h>

#include "inference/backend/relevance_rules.h"

namespace triptych::backend {

namespace {

at::Tensor watchedWeights(const at::Tensor& query, const at::Tensor& key, const at::Tensor& mask, double scale) {
    const at::Tensor scores = sharedMatmul(query, key.transpose(-2, -1)) * scale;
    if (!mask.defined())
        return at::softmax(scores, -1);
    if (mask.scalar_type() != at::kBool)
        return at::softmax(scores + mask, -1);
    const double nothing = -std::numeric_limits<double>::infinity();
    return at::nan_to_num(at::softmax(scores.masked_fill(mask.logical_not(), nothing), -1), 0.0);
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
