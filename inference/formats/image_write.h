// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/media.h"

namespace triptych::formats {

enum class PixelLayout { Grey8, Rgb8, Rgba8 };

// Pixels in memory, row-major without gaps: [height, width, channels].
struct PixelSpan {
    int width = 0;
    int height = 0;
    PixelLayout layout = PixelLayout::Rgb8;
    std::span<const std::uint8_t> pixels;
};

[[nodiscard]] PixelSpan pixelsOf(const Picture& picture);

// The same pixels always give the same bytes. `level` is zlib's: 1 fast, 9 small.
[[nodiscard]] Result<std::vector<std::byte>> encodePng(const PixelSpan& image, int level = 6);
[[nodiscard]] Result<void> writePng(const std::filesystem::path& file, const PixelSpan& image, int level = 6);

} // namespace triptych::formats
