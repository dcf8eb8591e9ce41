// SPDX-License-Identifier: GPL-3.0-or-later
// Pillow's image resampling (version 13), bit for bit: models are fed what their reference feeds them. Two passes, each
// with 22-bit fixed-point weights and rounding to 8 bit: horizontal then vertical, or the other way round where the
// height shrinks much more than the width. The filter widens when it shrinks.
// Source: Pillow, src/libImaging/Resample.c.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/media.h"

namespace triptych::formats {

enum class ResizeFilter { Box, Bilinear, Bicubic, Lanczos };

// The part of the source that is resized, in source pixels; edges may lie between pixels.
struct SourceBox {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

// The number of `resample` in a preprocessor_config.json: 1 Lanczos, 2 bilinear, 3 bicubic, 4 box.
[[nodiscard]] Result<ResizeFilter> resizeFilterFromPillow(int number);

// [height, width, channels] -> [newHeight, newWidth, channels].
[[nodiscard]] Result<std::vector<std::uint8_t>> resizePixels(std::span<const std::uint8_t> pixels, int width,
                                                             int height, int channels, int newWidth, int newHeight,
                                                             ResizeFilter filter, const SourceBox& box);

// The whole picture, or a box of it.
[[nodiscard]] Result<Picture> resize(const Picture& picture, int newWidth, int newHeight, ResizeFilter filter);
[[nodiscard]] Result<Picture> resize(const Picture& picture, int newWidth, int newHeight, ResizeFilter filter,
                                     const SourceBox& box);

} // namespace triptych::formats
