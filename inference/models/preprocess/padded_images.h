// SPDX-License-Identifier: GPL-3.0-or-later
// Images of different sizes in one batch.
#pragma once

#include "inference/models/preprocess/image_batch.h"

namespace triptych::models {

// The shorter edge becomes options.shortestEdge, the longer one at most 1333 / 800 of it, and both are cut down to
// multiples of `divisor`. InvalidInput for a picture that is too narrow for that.
[[nodiscard]] Result<ProcessedImage> processDivided(const Picture& picture, const ImageOptions& options, int divisor);

// `input.pixel_values` [images, 3, h, w], 0 at the bottom and at the right of smaller images, and `input.pixel_mask`
// [images, h, w] uint8, 1 = image.
void addPadded(const std::vector<ProcessedImage>& images, PreparedSample& prepared);

} // namespace triptych::models
