// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "inference/models/model.h"
#include "inference/models/preprocess/image_processor.h"

namespace triptych::models {

// Is called from several threads at once.
using ImageStep = std::function<Result<ProcessedImage>(const Picture&)>;

// Decodes and processes the images of a sample in order; the first one is shown, with a grid of `patch` pixels.
[[nodiscard]] Result<std::vector<ProcessedImage>> processImages(const Sample& sample, const ImageStep& process,
                                                                PixelSize patch, PreparedSample& prepared,
                                                                const Monitor& monitor);

// The same, stacked into `input.pixel_values` [images, 3, height, width]; all images have one size.
[[nodiscard]] Result<void> addImages(const Sample& sample, const ImageOptions& options, PixelSize patch,
                                     PreparedSample& prepared, const Monitor& monitor);

// Shows the first image where the pixels of the network were given ready-made. A file that cannot be read shows
// nothing: it was not needed.
void showImage(const Sample& sample, const ImageStep& process, PixelSize patch, PreparedSample& prepared);

} // namespace triptych::models
