// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/masks.h"

#include <limits>

#include <ATen/ATen.h>

namespace triptych::models {

at::Tensor additiveMask(const at::Tensor& allowed) {
    return at::zeros(allowed.sizes(), allowed.options().dtype(at::kFloat))
        .masked_fill(allowed.logical_not(), std::numeric_limits<float>::lowest());
}

at::Tensor keyMask(const at::Tensor& tokens) {
    const at::Tensor allowed = tokens.ne(0);
    if (allowed.all().item<bool>())
        return {};
    return additiveMask(allowed).unsqueeze(1).unsqueeze(1);
}

at::Tensor causalMask(std::int64_t queries, std::int64_t past, const at::Tensor& tokens, at::Device device,
                      const at::Tensor& blocks) {
    at::Tensor allowed = at::ones({queries, past + queries}, at::TensorOptions(device).dtype(at::kBool)).tril(past);
    allowed = allowed.unsqueeze(0).unsqueeze(0);
    if (blocks.defined()) {
        const at::Tensor own = blocks.narrow(1, past, queries).unsqueeze(1).unsqueeze(-1);
        const at::Tensor others = blocks.unsqueeze(1).unsqueeze(1);
        allowed = allowed.logical_or(own.eq(others).logical_and(own.gt(0)));
    }
    if (tokens.defined())
        allowed = allowed.logical_and(tokens.ne(0).unsqueeze(1).unsqueeze(1));
    return additiveMask(allowed);
}

} // namespace triptych::models
