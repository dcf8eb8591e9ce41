// SPDX-License-Identifier: GPL-3.0-or-later
// Additive attention masks: 0 where a query may look, the lowest finite number where it may not. A row without any
// allowed key is therefore uniform over all keys, as in the published models.
#pragma once

#include <ATen/ATen.h>

namespace triptych::models {

// allowed: boolean, any shape.
[[nodiscard]] at::Tensor additiveMask(const at::Tensor& allowed);

// tokens [batch, k], 1 = token, 0 = padding -> [batch, 1, 1, k]. Undefined where every key is a token.
[[nodiscard]] at::Tensor keyMask(const at::Tensor& tokens);

// Query i stands at `past + i` and may look at keys 0 .. past + i: [1, 1, queries, past + queries]. `tokens` [batch,
// past + queries] excludes padding keys besides, where it is defined. Tokens of one block also look at those behind
// them: equal positive numbers of `blocks` [batch, past + queries].
[[nodiscard]] at::Tensor causalMask(std::int64_t queries, std::int64_t past, const at::Tensor& tokens,
                                    at::Device device, const at::Tensor& blocks = {});

} // namespace triptych::models
