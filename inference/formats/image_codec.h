// SPDX-License-Identifier: GPL-3.0-or-later
// Between image.cpp and the decoders of the single formats.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/formats/image.h"

namespace triptych::formats {

// Pixels as a decoder delivers them: 8 bit, `channels` 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.
struct RawImage {
    int width = 0;
    int height = 0;
    int channels = 3;
    std::vector<std::uint8_t> pixels; // [height, width, channels]
    ImageMode mode = ImageMode::Rgb;
    std::vector<std::uint8_t> numbers; // [height, width], see DecodedImage
    int orientation = 1;               // EXIF: 1 upright
};

// What every decoder is given.
struct ImageSource {
    Bytes bytes;
    const std::string& where;
    const ImageCaps& caps;

    // Refuses empty pictures and those above the cap.
    [[nodiscard]] Result<void> checkSize(std::int64_t width, std::int64_t height) const;
    [[nodiscard]] Failure damaged(const std::string& problem) const;
    [[nodiscard]] Failure unsupported(const std::string& kind) const;
};

[[nodiscard]] Result<RawImage> decodePng(const ImageSource& source);
[[nodiscard]] Result<RawImage> decodeJpeg(const ImageSource& source);
[[nodiscard]] Result<RawImage> decodeTiff(const ImageSource& source);
[[nodiscard]] Result<RawImage> decodeWebP(const ImageSource& source);
[[nodiscard]] Result<RawImage> decodeBmp(const ImageSource& source);

// Orientation, 1 to 8, of an EXIF block that starts with its TIFF header ("II" or "MM"); 1 where it says nothing valid.
[[nodiscard]] int exifOrientation(Bytes exif);

// Fills pixels and numbers from 8-bit palette indices. `palette` has 3 (RGB) or 4 (RGBA) bytes per entry; indices past
// its end are black.
void applyPalette(RawImage& image, std::vector<std::uint8_t> indices, const std::vector<std::uint8_t>& palette,
                  int channels);

// RGB of inverted (Adobe) or plain CMYK, [pixel, 4] -> [pixel, 3].
[[nodiscard]] std::vector<std::uint8_t> rgbFromCmyk(const std::vector<std::uint8_t>& cmyk, bool inverted);

} // namespace triptych::formats
