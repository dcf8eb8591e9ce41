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
    const SmoothMap smooth(map, width, height);
    const Shades shades = shadesOf(style);
    const bool diverging = isDiverging(style.colours);
    constexpr float last = shadeCount - 1;
    const float scale = (diverging ? 0.5f : 1.0f) * last / style.rangeEnd;
    const float offset = (diverging ? 0.5f * last : 0.0f) + 0.5f;
    cv::parallel_for_(cv::Range(0, height), [&](const cv::Range& rows) {
        std::vector<float> values(static_cast<std::size_t>(width));
        std::vector<int> indices(static_cast<std::size_t>(width));
        for (int y = rows.start; y < rows.end; ++y) {
            smooth.readRow(y, values.data());
            for (std::size_t x = 0; x < values.size(); ++x)
                indices[x] = static_cast<int>(std::min(std::max(values[x] * scale + offset, 0.0f), last));
            std::uint32_t* to = pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
            for (std::size_t x = 0; x < values.size(); ++x)
                to[x] = shades[static_cast<std::size_t>(indices[x])];
        }
    });
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
