// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "visualization/picture/pixels.h"

namespace triptych::picture {

// Perceptually uniform and readable with colour-blind eyes; BlueWhiteRed is the diverging one for signed values.
enum class ColourMap { Magma, Viridis, Cividis, BlueWhiteRed };

inline constexpr std::array allColourMaps{ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis,
                                          ColourMap::BlueWhiteRed};

using ColourTable = std::array<Rgb, 256>;

// Stable ids: "magma", "viridis", "cividis", "blue_white_red".
[[nodiscard]] std::string_view toString(ColourMap map);
[[nodiscard]] std::optional<ColourMap> colourMapFromString(std::string_view id);

// Whether the middle of the table stands for zero.
[[nodiscard]] constexpr bool isDiverging(ColourMap map) {
    return map == ColourMap::BlueWhiteRed;
}

// From the lowest to the highest value.
[[nodiscard]] const ColourTable& colourTable(ColourMap map);

// The colour at `position` in 0..1; what lies outside, or is not a number, takes the nearer end, or the lowest.
[[nodiscard]] Rgb colourAt(ColourMap map, float position);

} // namespace triptych::picture
