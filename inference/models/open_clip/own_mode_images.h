// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/formats/stored_image.h"
#include "inference/models/model.h"
#include "inference/models/open_clip/open_clip_config.h"

namespace triptych::models::open_clip {

// What open_clip does to a picture: it is resized in the mode of its file and becomes RGB only then, without its alpha.
[[nodiscard]] Result<ProcessedImage> processStored(const formats::StoredImage& image, const PreprocessConfig& config);

// The images of a sample as `input.pixel_values` [images, 3, h, w]; the first one is shown, alpha laid on white, with a
// grid of `patch` pixels.
[[nodiscard]] Result<void> addStoredImages(const Sample& sample, const PreprocessConfig& config, PixelSize patch,
                                           PreparedSample& prepared, const Monitor& monitor);
// Shows the first image where the pixels were given ready-made; a file that cannot be read shows nothing.
void showStoredImage(const Sample& sample, const PreprocessConfig& config, PixelSize patch, PreparedSample& prepared);

} // namespace triptych::models::open_clip
