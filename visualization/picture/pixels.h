// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace triptych::picture {

struct Rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Rgb&) const = default;
};

// A picture with transparency, 0xAARRGGBB with premultiplied colour, row by row from the top: the memory of a
// QImage::Format_ARGB32_Premultiplied.
struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> argb; // [height, width]

    bool operator==(const Pixels&) const = default;
};

[[nodiscard]] constexpr std::uint32_t alphaOf(std::uint32_t argb) {
    return argb >> 24;
}

} // namespace triptych::picture
