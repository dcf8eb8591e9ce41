// SPDX-License-Identifier: GPL-3.0-or-later
// The two passes of a resize in whole numbers, as Pillow computes them, once in C++ and once by instructions of AVX2.
// Both give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::formats {

constexpr int weightBits = 32 - 8 - 2; // behind the point of a weight

// Pixels of somebody else.
struct RasterView {
    const std::uint8_t* pixels = nullptr; // [height, width, channels]
    int width = 0;
    int height = 0;
    std::size_t channels = 0; // 1 to 4

    [[nodiscard]] std::size_t rowBytes() const { return static_cast<std::size_t>(width) * channels; }
};

// What the pixels of one output axis are made of: pixel i of the input from `first` on, times its weights, which stand
// side by side for all pixels.
struct Taps {
    struct Pixel {
        int first = 0;
        std::size_t begin = 0; // in `weights`
        std::size_t count = 0;
    };

    std::vector<Pixel> pixels;
    std::vector<std::int32_t> weights;

    [[nodiscard]] std::span<const std::int32_t> weightsOf(const Pixel& pixel) const {
        return std::span(weights).subspan(pixel.begin, pixel.count);
    }
};

// [height, taps, channels]
[[nodiscard]] std::vector<std::uint8_t> resizeRows(const RasterView& in, const Taps& taps);
// [taps, width, channels]
[[nodiscard]] std::vector<std::uint8_t> resizeColumns(const RasterView& in, const Taps& taps);

// The parts of which they consist. A row of `in` from `from` on gives the pixels of the taps.
void resizeRowPlainly(const std::uint8_t* from, std::size_t channels, const Taps& taps, std::uint8_t* to);
// `count` bytes: the sum of weighted rows that lie `rowBytes` apart.
void addRowsPlainly(const std::uint8_t* from, std::size_t rowBytes, std::span<const std::int32_t> weights,
                    std::size_t count, std::uint8_t* to);

// Whether this processor has AVX2; false where the program was not built for x86-64. The others only where it has.
[[nodiscard]] bool hasWideResize();
constexpr std::size_t wideOverread = 5; // bytes behind a row that are read, not used
// Three channels.
void resizeRowWidely(const std::uint8_t* from, const Taps& taps, std::uint8_t* to);
void addRowsWidely(const std::uint8_t* from, std::size_t rowBytes, std::span<const std::int32_t> weights,
                   std::size_t count, std::uint8_t* to);

} // namespace triptych::formats
