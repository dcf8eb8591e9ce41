// SPDX-License-Identifier: GPL-3.0-or-later
// Which image belongs to which text, for models that read both at once.
#pragma once

#include <cstdint>

#include <ATen/ATen.h>

namespace triptych::models {

// Pairs that can be made of so many images and texts; 0 where it is not clear which belong together.
[[nodiscard]] std::int64_t pairCount(std::int64_t images, std::int64_t texts);

// [1, ...] repeated to [pairs, ...]; itself where it has so many rows, undefined stays undefined.
[[nodiscard]] at::Tensor forPairs(const at::Tensor& rows, std::int64_t pairs);

} // namespace triptych::models
