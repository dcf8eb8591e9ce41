// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/overlay.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <opencv2/imgproc.hpp>

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

// `target` is [height, width] of 32-bit floats; values stay inside the map's own range.
void interpolate(const FloatArray& map, cv::Mat& target) {
    std::vector<float> finite(map.values().begin(), map.values().end());
    std::ranges::replace_if(
        finite, [](float value) { return !std::isfinite(value); }, 0.0f);
    const auto [lowest, highest] = std::ranges::minmax(finite);
    const cv::Mat source(static_cast<int>(map.extent(0)), static_cast<int>(map.extent(1)), CV_32FC1, finite.data());
    const bool shrinks = target.cols < source.cols || target.rows < source.rows;
    cv::resize(source, target, target.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_CUBIC);
    // Cubic interpolation overshoots beside steep edges, which would show values that no cell has.
    cv::min(target, highest, target);
    cv::max(target, lowest, target);
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
    Pixels pixels{width, height,
                  std::vector<std::uint32_t>(static_cast<std::size_t>(std::max(width, 0)) *
                                             static_cast<std::size_t>(std::max(height, 0)))};
    if (!isDrawable(map, width, height) || !(style.rangeEnd > 0.0f))
        return pixels;
    cv::Mat values(height, width, CV_32FC1);
    interpolate(map, values);

    const Shades shades = shadesOf(style);
    const bool diverging = isDiverging(style.colours);
    const float scale = (diverging ? 0.5f : 1.0f) * (shadeCount - 1) / style.rangeEnd;
    const float offset = (diverging ? 0.5f * (shadeCount - 1) : 0.0f) + 0.5f;
    cv::parallel_for_(cv::Range(0, height), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            const float* from = values.ptr<float>(y);
            std::uint32_t* to = pixels.argb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
            for (int x = 0; x < width; ++x) {
                const float index = std::clamp(from[x] * scale + offset, 0.0f, static_cast<float>(shadeCount - 1));
                to[x] = shades[static_cast<std::size_t>(static_cast<int>(index))];
            }
        }
    });
    return pixels;
}

FloatArray upsample(const FloatArray& map, int width, int height) {
    FloatArray values({std::max(height, 0), std::max(width, 0)});
    if (isDrawable(map, width, height)) {
        cv::Mat target(height, width, CV_32FC1, values.values().data());
        interpolate(map, target);
    }
    return values;
}

} // namespace triptych::picture
