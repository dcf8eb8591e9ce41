// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/models/model.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models::grounding_dino {

// Pictures keep their shape: the shorter edge becomes `shortest` unless the longer one would exceed `longest`.
struct DetectionImage {
    ImageOptions pixels; // `size` where the shape is not kept
    bool keepsShape = true;
    int shortest = 800;
    int longest = 1333; // 0: no limit
    PixelSize most;     // where it is set: the largest size of the same shape inside it
    PixelSize padded;   // where it is set: the size that smaller pictures are filled up to

    [[nodiscard]] static DetectionImage read(const ConfigView& preprocessor);
    [[nodiscard]] PixelSize sizeFor(PixelSize picture) const;
};

[[nodiscard]] Result<ProcessedImage> processDetection(const Picture& picture, const DetectionImage& options);

// Stacks images into `input.pixel_values` [images, 3, height, width], filled up with 0 at the bottom and on the right,
// and `input.pixel_mask` [images, height, width], 1 = image.
void stackPadded(const std::vector<ProcessedImage>& images, PixelSize atLeast, PreparedSample& prepared);

// One text per image, each of labels that end with full stops. Several texts without full stops for one image are its
// labels. One text for several images is read with all of them. InvalidInput where the numbers do not fit.
[[nodiscard]] Result<std::vector<std::string>> labelTexts(std::vector<std::string> texts, std::size_t images);

} // namespace triptych::models::grounding_dino
