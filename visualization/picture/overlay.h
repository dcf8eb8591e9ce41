// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "inference/base/array.h"
#include "inference/numerics/map_region.h"
#include "visualization/picture/colour_map.h"
#include "visualization/picture/smooth_map.h"

namespace triptych::picture {

struct OverlayStyle {
    ColourMap colours = ColourMap::Magma;
    // The value that gets the last colour; values beyond it look the same. 0: nothing is drawn.
    float rangeEnd = 0;
    // Alpha of the strongest values.
    float opacity = 0.80f;
};

// Upper end of the colours' range for one map alone: its maximum, for diverging colours its largest magnitude, and 0
// where that is not positive.
[[nodiscard]] float rangeEndOf(const numerics::MapSummary& summary, ColourMap colours);

// Share of the opacity at `strength` = value / range end: smoothstep(0.06, 0.85, strength), 0 below, 1 above, 0 for
// NaN.
[[nodiscard]] float overlayAlpha(float strength);

// The colour of one value over white nothing: premultiplied 0xAARRGGBB.
[[nodiscard]] std::uint32_t overlayColour(float value, const OverlayStyle& style);

// The map [row, col] drawn over width x height pixels, smoothly interpolated between the centres of its cells and never
// beyond the map's own values. Diverging colours take their strength from the magnitude. Values that are not finite
// count as 0. An empty map, or a range end of 0, gives a clear picture: nothing is stretched to be seen.
[[nodiscard]] Pixels drawOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style);

// The same into pixels of the caller, [height, width], whose memory is used again for every frame.
void drawOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style,
                 std::span<std::uint32_t> pixels);

// Pixels of the caller, row by row, `stride` pixels apart.
template<typename Pixel>
struct PixelView {
    Pixel* first = nullptr;
    std::ptrdiff_t stride = 0;

    [[nodiscard]] Pixel* row(int y) const { return first + y * stride; }
};

// The overlay of a map that covers width x height pixels, laid over an opaque picture (0xffRRGGBB): only its `window`,
// whose first pixels are those of `ground` and `pixels`. Both may be the same memory. Pixels beyond its bands are not
// written.
void layOverlay(const FloatArray& map, int width, int height, const OverlayStyle& style,
                const SmoothMap::Window& window, PixelView<const std::uint32_t> ground,
                PixelView<std::uint32_t> pixels);

// Where the overlay is not clear, in pixels of the window: bands of the height of a cell, from the top. Most of a map
// is often clear.
[[nodiscard]] std::vector<SmoothMap::Window> overlayBands(const FloatArray& map, int width, int height,
                                                          const OverlayStyle& style, const SmoothMap::Window& window);

// Values between the cells' centres: [height, width].
[[nodiscard]] FloatArray upsample(const FloatArray& map, int width, int height);

} // namespace triptych::picture
