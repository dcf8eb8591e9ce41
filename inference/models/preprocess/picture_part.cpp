// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/picture_part.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::models {

namespace {

// First pixel and count along one axis.
std::pair<int, int> stretchOf(double from, double to, int length) {
    const int first = std::clamp(static_cast<int>(std::lround(from * length)), 0, length - 1);
    const int last = std::clamp(static_cast<int>(std::lround(to * length)), first + 1, length);
    return {first, last - first};
}

// Rows of bytes, `channels` per pixel.
std::vector<std::uint8_t> cutBytes(const std::vector<std::uint8_t>& bytes, int width, int channels,
                                   const PixelWindow& window) {
    std::vector<std::uint8_t> cut;
    const auto row = static_cast<std::size_t>(window.width) * static_cast<std::size_t>(channels);
    cut.reserve(row * static_cast<std::size_t>(window.height));
    for (int y = 0; y < window.height; ++y) {
        const auto first = bytes.begin() + (std::ptrdiff_t{window.top + y} * width + window.left) * channels;
        cut.insert(cut.end(), first, first + static_cast<std::ptrdiff_t>(row));
    }
    return cut;
}

} // namespace

PixelWindow windowOf(const Box& part, int width, int height) {
    const auto [left, columns] = stretchOf(part.x0, part.x1, width);
    const auto [top, rows] = stretchOf(part.y0, part.y1, height);
    return {left, top, columns, rows};
}

Picture cutPart(const Picture& whole, const Box& part) {
    const PixelWindow window = windowOf(part, whole.width, whole.height);
    return {window.width, window.height, cutBytes(whole.rgb, whole.width, 3, window)};
}

formats::StoredImage cutPart(const formats::StoredImage& whole, const Box& part) {
    const PixelWindow window = windowOf(part, whole.width, whole.height);
    formats::StoredImage cut;
    cut.width = window.width;
    cut.height = window.height;
    cut.channels = whole.channels;
    cut.pixels = cutBytes(whole.pixels, whole.width, whole.channels, window);
    cut.mode = whole.mode;
    return cut;
}

Result<Picture> PictureReader::read(const SampleItem& item) {
    if (item.part && item.file == m_file)
        return cutPart(m_whole, *item.part);
    auto decoded = formats::decodeImage(item.file);
    if (!decoded)
        return Failure(decoded.error());
    if (!item.part)
        return std::move(decoded->picture);
    m_file = item.file;
    m_whole = std::move(decoded->picture);
    return cutPart(m_whole, *item.part);
}

Result<formats::StoredImage> readStored(const SampleItem& item) {
    auto whole = formats::decodeStored(item.file);
    if (!whole || !item.part)
        return whole;
    return cutPart(*whole, *item.part);
}

} // namespace triptych::models
