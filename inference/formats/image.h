// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/media.h"
#include "inference/formats/file_bytes.h"

namespace triptych::formats {

// How the file stores its pixels.
enum class ImageMode { Bilevel, Grey, Grey16, GreyAlpha, Palette, Rgb, RgbAlpha, Cmyk };

enum class ImageFormat { Png, Jpeg, Tiff, WebP, Bmp };

// What an untrusted picture may cost; checked against the header before pixels are allocated.
struct ImageCaps {
    std::int64_t maxPixels = 100'000'000;
    std::uint64_t maxFileBytes = 1'000'000'000;
};

struct DecodedImage {
    // Upright (EXIF orientation applied), alpha laid on white, by Pillow's arithmetic: 16-bit grey is clipped at 255,
    // 16-bit colour keeps its upper byte, CMYK is taken as Adobe writes it into JPEG files.
    Picture picture;
    ImageFormat format = ImageFormat::Png;
    ImageMode mode = ImageMode::Rgb;
    // The stored numbers of Grey and Palette pictures with 8 bits or less (a mask's object numbers), upright; else
    // empty.
    std::vector<std::uint8_t> numbers; // [height, width]
};

// Recognises PNG, JPEG, TIFF, WebP and BMP by their first bytes, whatever the file is called.
[[nodiscard]] Result<DecodedImage> decodeImage(const std::filesystem::path& file, const ImageCaps& caps = {});

// The same from memory; `where` names the picture in errors.
[[nodiscard]] Result<DecodedImage> decodeImage(Bytes bytes, const std::string& where, const ImageCaps& caps = {});

} // namespace triptych::formats
