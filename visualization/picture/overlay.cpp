// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/overlay.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <opencv2/core/utility.hpp>

#include "visualization/picture/smooth_map.h"

namespace triptych::picture {

namespace {

// Fine enough that two neighbouring entries differ by less than one step of 8 bits in every channel.
constexpr int shadeCount = 2048;
using Shades = std::array<std::uint32_t, shadeCount>;

// Sequential maps span [0, range end], diverging ones [-range end, range end].
Shades shadesOf(const OverlayStyle& style) {
    Shades shades;
    for (int i = 0; i < shadeCount; ++i) {
        const float position = static_cast<float>(i) / (shadeCount - 1);
        const float value = isDiverging(style.colours) ? 2.0f * position - 1.0f : position;
        shades[static_cast<std::size_t>(i)] = overlayColour(value * style.rangeEnd, style);
    }
    return shades;
}

// A premultiplied colour over an opaque one.
std::uint32_t laidOver(std::uint32_t over, std::uint32_t ground) {
    const std::uint32_t rest = 255 - alphaOf(over);
    // Two channels at once; adding the sum's own upper byte before the shift divides by 255, rounded.
    const auto faded = [rest](std::uint32_t channels) {
        const std::uint32_t product = channels * rest + 0x0080'0080;
        return (product + (product >> 8 & 0x00ff'00ff)) >> 8 & 0x00ff'00ff;
    };
    return 0xff00'0000 | (over + faded(ground & 0x00ff'00ff) + (faded(ground >> 8 & 0x0000'00ff) << 8));
}

// Calls `paint(y, shade)` for every row, in several threads; `shade(x)` is the overlay's colour in column x.
template<typename Paint>
void paintRows(const SmoothMap& smooth, const OverlayStyle& style, const Paint& paint) {
    const Shades shades = shadesOf(style);
    const bool diverging = isDiverging(style.colours);
    constexpr float last = shadeCount - 1;
    const float scale = style.rangeEnd > 0 ? (diverging ? 0.5f : 1.0f) * last / style.rangeEnd : 0.0f;
    const float offset = (diverging ? 0.5f * last : 0.0f) + 0.5f;
    cv::parallel_for_(cv::Range(0, smooth.height()), [&](const cv::Range& rows) {
        std::vector<float> values(static_cast<std::size_t>(smooth.width()));
        std::vector<int> indices(values.size());
        for (int y = rows.start; y < rows.end; ++y) {
            smooth.readRow(y, values.data());
            for (std::size_t x = 0; x < values.size(); ++x)
                indices[x] = static_cast<int>(std::min(std::max(values[x] * scale + offset, 0.0f), last));
            paint(y, [&](int x) { return shades[static_cast<std::size_t>(indices[static_cast<std::size_t>(x)])]; });
        }
    });
}

bool isDrawable(const FloatArray& map, int width, int height) {
    assert(map.empty() || map.rank() == 2);
    return !map.empty() && width > 0 && height > 0;
}

} // namespace

float rangeEndOf(const numerics::MapSummary& summary, ColourMap colours) {
    const float end =
        isDiverging(colours) ? std::max(std::abs(summary.minimum), std::abs(summary.maximum)) : summary.maximum;
    return std::max(end, 0.0f);
}

float overlayAlpha(float strength) {
    constexpr float from = 0.06f;
    constexpr float to = 0.85f;
    if (!(strength > from))
        return 0.0f;
    const float t = std::min((strength - from) / (to - from), 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

std::uint32_t overlayColour(float value, const OverlayStyle& style) {
    if (!(style.rangeEnd > 0.0f))
        return 0;
    const float strength = value / style.rangeEnd;
    const bool diverging = isDiverging(style.colours);
    const float alpha = style.opacity * overlayAlpha(diverging ? std::abs(strength) : strength);
    const Rgb colour = colourAt(style.colours, diverging ? 0.5f + 0.5f * strength : strength);
    const auto premultiplied = [alpha](std::uint8_t channel) {
        return static_cast<std::uint32_t>(std::lround(alpha * static_cast<float>(channel)));
    };
    return static_cast<std::uint32_t>(std::lround(alpha * 255.0f)) << 24 | premultiplied(colour.red) << 16 |
           premultiplied(colour.green) << 8 | premultiplied(colour.blue);
}

Pixels drawOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style) {
    Pixels pixels{std::max(width, 0), std::max(height, 0), {}};
    pixels.argb.resize(static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.height));
    drawOverlay(map, pixels.width, pixels.height, style, pixels.argb);
    return pixels;
}

void drawOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style,
                 std::span<std::uint32_t> pixels) {
    assert(pixels.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    if (!isDrawable(map, width, height) || !(style.rangeEnd > 0.0f)) {
        std::ranges::fill(pixels, 0u);
        return;
    }
    const auto paint = [&](int y, const auto& shade) {
        std::uint32_t* to = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
        for (int x = 0; x < width; ++x)
            to[x] = shade(x);
    };
    paintRows(SmoothMap(map, width, height), style, paint);
}

void layOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style,
                const SmoothMap::Window& window, PixelView<const std::uint32_t> ground,
                PixelView<std::uint32_t> pixels) {
    assert(isDrawable(map, width, height));
    const auto paint = [&](int y, const auto& shade) {
        const std::uint32_t* from = ground.row(y);
        std::uint32_t* to = pixels.row(y);
        for (int x = 0; x < window.width; ++x)
            to[x] = laidOver(shade(x), from[x]);
    };
    paintRows(SmoothMap(map, width, height, window), style, paint);
}

FloatArray upsample(const FloatArray& map, int width, int height) {
    FloatArray values({std::max(height, 0), std::max(width, 0)});
    if (!isDrawable(map, width, height))
        return values;
    const SmoothMap smooth(map, width, height);
    for (int y = 0; y < height; ++y)
        smooth.readRow(y, values.row({y}).data());
    return values;
}

} // namespace triptych::picture
