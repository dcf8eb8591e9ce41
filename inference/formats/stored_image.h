// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in the channels of their files, for models whose preparation resizes before it converts to RGB.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "inference/formats/image.h"
#include "inference/formats/resize.h"

namespace triptych::formats {

// Upright, 8 bit: 1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Palettes are looked up; 16-bit grey and
// CMYK are converted as in DecodedImage.
struct StoredImage {
    int width = 0;
    int height = 0;
    int channels = 3;
    std::vector<std::uint8_t> pixels; // [height, width, channels]
    ImageMode mode = ImageMode::Rgb;
};

[[nodiscard]] Result<StoredImage> decodeStored(const std::filesystem::path& file, const ImageCaps& caps = {});

// As DecodedImage shows it.
[[nodiscard]] Picture onWhite(const StoredImage& image);

// Pillow's resize in the file's own mode, then its conversion to RGB: palette and bilevel pictures take the nearest
// pixel whatever the filter, colours are multiplied by alpha while they are resized, and alpha is dropped at the end.
[[nodiscard]] Result<Picture> resizeStored(const StoredImage& image, int newWidth, int newHeight, ResizeFilter filter);

} // namespace triptych::formats
