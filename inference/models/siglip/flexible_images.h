// SPDX-License-Identifier: GPL-3.0-or-later
// Images of any shape as SigLIP 2 (NaFlex) reads them: resized to whole patches, as many as fit, and packed in rows.
#pragma once

#include "inference/models/preprocess/image_batch.h"

namespace triptych::models::siglip {

struct FlexibleOptions {
    ImageOptions image;
    int patch = 16;
    int mostPatches = 256; // per image; rows of an image with fewer are zeros

    // preprocessor_config.json.
    [[nodiscard]] static FlexibleOptions read(const ConfigView& preprocessor);
};

// The size in whole patches, at most `mostPatches` of them and at least one, that keeps the picture's shape best.
[[nodiscard]] PixelSize flexibleSize(PixelSize picture, int patch, int mostPatches);

[[nodiscard]] Result<ProcessedImage> processFlexibly(const Picture& picture, const FlexibleOptions& options);

// Adds `input.pixel_values` [images, mostPatches, 3 * patch * patch], `input.pixel_attention_mask` [images,
// mostPatches] and `input.spatial_shapes` [images, 2]; shows the first image.
[[nodiscard]] Result<void> addFlexibleImages(const Sample& sample, const FlexibleOptions& options,
                                             PreparedSample& prepared, const Monitor& monitor);

} // namespace triptych::models::siglip
