// SPDX-License-Identifier: GPL-3.0-or-later
// Ready-made inputs may be those of another model.
#pragma once

#include "inference/models/family_model.h"

namespace triptych::models {

// `input.pixel_values`, where there are any, are float [images, 3, h, w] with at least one patch, and
// `input.pixel_mask` is [images, h, w]. InvalidInput otherwise.
[[nodiscard]] Result<void> checkPixels(const PreparedSample& sample, PixelSize patch);

struct TokenLimits {
    std::int64_t tokens = 0;     // longest row
    std::int64_t vocabulary = 0; // ids are below it
    std::int64_t types = 0;      // segment ids are below it; 0: they are not read
};

// `input.input_ids`, where there are any, are int64 [texts, tokens] within the limits; mask and segment ids have the
// same shape. InvalidInput otherwise.
[[nodiscard]] Result<void> checkTokens(const PreparedSample& sample, const TokenLimits& limits);

} // namespace triptych::models
