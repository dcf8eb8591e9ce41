// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/colour_map.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

namespace triptych::picture {

namespace {

ColourTable tableOf(cv::ColormapTypes type) {
    cv::Mat ramp(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i)
        ramp.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
    cv::Mat colours;
    cv::applyColorMap(ramp, colours, type);
    ColourTable table;
    for (int i = 0; i < 256; ++i) {
        const auto bgr = colours.at<cv::Vec3b>(0, i);
        table[static_cast<std::size_t>(i)] = Rgb{bgr[2], bgr[1], bgr[0]};
    }
    return table;
}

// ColorBrewer's RdBu with its ends, the middles of its arms and white, read from blue to red.
ColourTable blueWhiteRed() {
    constexpr std::array<std::array<float, 3>, 7> knots{
        {{5, 48, 97}, {33, 102, 172}, {146, 197, 222}, {255, 255, 255}, {244, 165, 130}, {178, 24, 43}, {103, 0, 31}}};
    ColourTable table;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float place = static_cast<float>(i) / 255.0f * 6.0f;
        const std::size_t below = std::min<std::size_t>(static_cast<std::size_t>(place), 5);
        const float part = place - static_cast<float>(below);
        const auto blend = [&](std::size_t channel) {
            return static_cast<std::uint8_t>(
                std::lround(std::lerp(knots[below][channel], knots[below + 1][channel], part)));
        };
        table[i] = Rgb{blend(0), blend(1), blend(2)};
    }
    return table;
}

} // namespace

std::string_view toString(ColourMap map) {
    switch (map) {
    case ColourMap::Magma:
        return "magma";
    case ColourMap::Viridis:
        return "viridis";
    case ColourMap::Cividis:
        return "cividis";
    case ColourMap::BlueWhiteRed:
        return "blue_white_red";
    }
    return "";
}

std::optional<ColourMap> colourMapFromString(std::string_view id) {
    for (const ColourMap map : allColourMaps)
        if (toString(map) == id)
            return map;
    return std::nullopt;
}

const ColourTable& colourTable(ColourMap map) {
    static const std::array tables{tableOf(cv::COLORMAP_MAGMA), tableOf(cv::COLORMAP_VIRIDIS),
                                   tableOf(cv::COLORMAP_CIVIDIS), blueWhiteRed()};
    return tables[static_cast<std::size_t>(map)];
}

Rgb colourAt(ColourMap map, float position) {
    const float clamped = position > 0.0f ? std::min(position, 1.0f) : 0.0f;
    return colourTable(map)[static_cast<std::size_t>(std::lround(clamped * 255.0f))];
}

} // namespace triptych::picture
