// SPDX-License-Identifier: GPL-3.0-or-later
// Images of any size as rows of patches, as Qwen2-VL reads them.
#pragma once

#include <ATen/ATen.h>

#include "inference/models/config_view.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::qwen2_vl {

struct PatchOptions {
    ImageOptions image; // the resize filter and what comes after it
    std::int64_t leastPixels = 56 * 56;
    std::int64_t mostPixels = 28 * 28 * 1280;
    int patch = 14;
    int merge = 2;  // patches along the edge of one token
    int frames = 2; // a still image is given this often

    // preprocessor_config.json; limits are areas: "size" with "shortest_edge" and "longest_edge", or "min_pixels" and
    // "max_pixels".
    [[nodiscard]] static PatchOptions read(const ConfigView& preprocessor);

    // Edge of a token in pixels.
    [[nodiscard]] int cell() const { return patch * merge; }
};

// Both edges multiples of a token's edge, the area between the limits, the proportions nearly kept.
[[nodiscard]] PixelSize smartSize(PixelSize picture, const PatchOptions& options);

// The resized, normalised image. InvalidInput for a picture that is more than 200 times as long as wide, or where
// resizing is switched off and the edges are no multiples.
[[nodiscard]] Result<ProcessedImage> processForPatches(const Picture& picture, const PatchOptions& options);

// pixels [3, h, w] -> [patches, 3 * frames * patch * patch]; the patches of one token stand together, tokens in raster
// order.
[[nodiscard]] at::Tensor packPatches(const at::Tensor& pixels, const PatchOptions& options);

} // namespace triptych::models::qwen2_vl
