// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/overlay.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <ranges>
#include <utility>

#include <opencv2/core/utility.hpp>

#include "inference/base/wide_instructions.h"
#include "visualization/picture/smooth_map.h"

namespace triptych::picture {

namespace {

constexpr float clearStrength = 0.06f;

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

// How values become places among the shades.
struct Scale {
    float factor = 0;
    float offset = 0;

    static Scale of(const OverlayStyle& style) {
        const float middle = isDiverging(style.colours) ? 0.5f : 0.0f;
        const float span = (1.0f - middle) * (shadeCount - 1);
        return {style.rangeEnd > 0 ? span / style.rangeEnd : 0.0f, middle * (shadeCount - 1) + 0.5f};
    }
};

TRIPTYCH_WIDE_INSTRUCTIONS
void shadeRow(const float* values, int count, Scale scale, const std::uint32_t* shades, std::uint32_t* row) {
    constexpr float last = shadeCount - 1;
    for (int x = 0; x < count; ++x)
        row[x] = shades[static_cast<int>(std::min(std::max(values[x] * scale.factor + scale.offset, 0.0f), last))];
}

// Two channels of a colour faded by `rest` / 255; adding the sum's own upper byte before the shift divides by 255,
// rounded.
inline std::uint32_t faded(std::uint32_t channels, std::uint32_t rest) {
    const std::uint32_t product = channels * rest + 0x0080'0080;
    return (product + (product >> 8 & 0x00ff'00ff)) >> 8 & 0x00ff'00ff;
}

// Premultiplied colours over opaque ones.
TRIPTYCH_WIDE_INSTRUCTIONS
void layRow(const std::uint32_t* over, const std::uint32_t* ground, int count, std::uint32_t* row) {
    for (int x = 0; x < count; ++x) {
        const std::uint32_t rest = 255 - (over[x] >> 24);
        row[x] = 0xff00'0000 |
                 (over[x] + faded(ground[x] & 0x00ff'00ff, rest) + (faded(ground[x] >> 8 & 0x0000'00ff, rest) << 8));
    }
}

// Calls `paint(y, from, shades)` for every row of the bands, in several threads: the overlay's colours from that column
// on.
template<typename Paint>
void paintBands(const SmoothMap& smooth, const OverlayStyle& style, std::span<const SmoothMap::Window> bands,
                const Paint& paint) {
    const Shades shades = shadesOf(style);
    const Scale scale = Scale::of(style);
    cv::parallel_for_(cv::Range(0, static_cast<int>(bands.size())), [&](const cv::Range& range) {
        std::vector<float> values(static_cast<std::size_t>(smooth.width()));
        std::vector<std::uint32_t> row(values.size());
        for (const SmoothMap::Window& band :
             bands.subspan(static_cast<std::size_t>(range.start), static_cast<std::size_t>(range.size())))
            for (int y = band.y; y < band.y + band.height; ++y) {
                smooth.readRow(y, band.x, band.x + band.width, values.data());
                shadeRow(values.data() + band.x, band.width, scale, shades.data(), row.data());
                paint(y, band.x, std::span(row).first(static_cast<std::size_t>(band.width)));
            }
    });
}

// Cells that reach what lies between `cell` and the next one, by Catmull-Rom interpolation.
struct Reach {
    int first;
    int last;

    static Reach of(int cell, int cells) {
        return {std::clamp(cell - 1, 0, cells - 1), std::clamp(cell + 2, 0, cells - 1)};
    }
};

// The first pixel behind the middle of a cell.
int pixelBehind(int cell, int cells, int pixels) {
    return static_cast<int>(std::ceil((cell + 0.5) * pixels / cells - 0.5));
}

// A clear overlay's values stay below this share of the range, whatever the interpolation overshoots: its weights add
// up to 1.25 along an axis, signs left out.
constexpr float clearShare = clearStrength / (1.25f * 1.25f);

// Per row of the map the first and the last column that is not clear; last < first where all are.
std::vector<std::pair<int, int>> strongColumns(const FloatArray& map, const OverlayStyle& style) {
    const auto cols = static_cast<int>(map.extent(1));
    std::vector<std::pair<int, int>> strong;
    for (std::int64_t row = 0; row < map.extent(0); ++row) {
        const auto values = map.row({row});
        const auto isStrong = [&](float value) { return std::abs(value) > clearShare * style.rangeEnd; };
        const auto first = std::ranges::find_if(values, isStrong);
        const auto behind = std::ranges::find_if(values | std::views::reverse, isStrong);
        strong.emplace_back(static_cast<int>(first - values.begin()),
                            cols - 1 - static_cast<int>(behind - (values | std::views::reverse).begin()));
    }
    return strong;
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
    constexpr float to = 0.85f;
    if (!(strength > clearStrength))
        return 0.0f;
    const float t = std::min((strength - clearStrength) / (to - clearStrength), 1.0f);
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
    std::ranges::fill(pixels, 0u);
    if (!isDrawable(map, width, height))
        return;
    const auto paint = [&](int y, int from, std::span<const std::uint32_t> shades) {
        const std::ptrdiff_t first = std::ptrdiff_t{y} * width + from;
        std::ranges::copy(shades, pixels.begin() + first);
    };
    paintBands(SmoothMap(map, width, height), style, overlayBands(map, width, height, style, {0, 0, width, height}),
               paint);
}

void layOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style,
                const SmoothMap::Window& window, PixelView<const std::uint32_t> ground,
                PixelView<std::uint32_t> pixels) {
    assert(isDrawable(map, width, height));
    const auto paint = [&](int y, int from, std::span<const std::uint32_t> shades) {
        layRow(shades.data(), ground.row(y) + from, static_cast<int>(shades.size()), pixels.row(y) + from);
    };
    paintBands(SmoothMap(map, width, height, window), style, overlayBands(map, width, height, style, window), paint);
}

std::vector<SmoothMap::Window> overlayBands(const FloatArray& map, int width, int height, const OverlayStyle& style,
                                            const SmoothMap::Window& window) {
    std::vector<SmoothMap::Window> bands;
    if (!isDrawable(map, width, height) || !(style.rangeEnd > 0.0f))
        return bands;
    const auto rows = static_cast<int>(map.extent(0));
    const auto cols = static_cast<int>(map.extent(1));
    if (rows > height || cols > width) // cells are merged then
        return {{0, 0, window.width, window.height}};
    const std::vector<std::pair<int, int>> strong = strongColumns(map, style);
    for (int cell = -1; cell < rows; ++cell) {
        const int top = std::clamp(pixelBehind(cell, rows, height) - window.y, 0, window.height);
        const int bottom = std::clamp(pixelBehind(cell + 1, rows, height) - window.y, 0, window.height);
        const Reach reach = Reach::of(cell, rows);
        int first = cols;
        int last = -1;
        for (int row = reach.first; row <= reach.last; ++row) {
            first = std::min(first, strong[static_cast<std::size_t>(row)].first);
            last = std::max(last, strong[static_cast<std::size_t>(row)].second);
        }
        if (last < first || bottom <= top)
            continue;
        const int left = std::clamp(pixelBehind(first - 2, cols, width) - window.x, 0, window.width);
        const int right = std::clamp(pixelBehind(last + 2, cols, width) - window.x, 0, window.width);
        if (left < right)
            bands.push_back({left, top, right - left, bottom - top});
    }
    return bands;
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
