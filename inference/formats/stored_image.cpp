// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/stored_image.h"

#include <algorithm>

namespace triptych::formats {

namespace {

// Pillow adds the step again and again, and its sums are kept.
std::vector<std::size_t> nearestPlaces(int size, int newSize) {
    const double step = static_cast<double>(static_cast<float>(size)) / newSize;
    std::vector<std::size_t> places;
    double at = step * 0.5;
    for (int i = 0; i < newSize; ++i, at += step)
        places.push_back(static_cast<std::size_t>(std::clamp(static_cast<int>(at), 0, size - 1)));
    return places;
}

StoredImage resizedNearest(const StoredImage& image, int newWidth, int newHeight) {
    StoredImage result{newWidth, newHeight, image.channels, {}, image.mode};
    const auto step = static_cast<std::size_t>(image.channels);
    const std::vector<std::size_t> columns = nearestPlaces(image.width, newWidth);
    for (const std::size_t row : nearestPlaces(image.height, newHeight))
        for (const std::size_t column : columns) {
            const auto from = image.pixels.begin() + static_cast<std::ptrdiff_t>(
                                                         (row * static_cast<std::size_t>(image.width) + column) * step);
            result.pixels.insert(result.pixels.end(), from, from + static_cast<std::ptrdiff_t>(step));
        }
    return result;
}

std::uint8_t multiplied(std::uint32_t value, std::uint32_t alpha) {
    const std::uint32_t product = value * alpha + 128;
    return static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
}

std::uint8_t divided(std::uint32_t value, std::uint32_t alpha) {
    if (alpha == 0 || alpha == 255)
        return static_cast<std::uint8_t>(value);
    return static_cast<std::uint8_t>(std::min<std::uint32_t>(255 * value / alpha, 255));
}

template<typename Step>
void withAlpha(std::vector<std::uint8_t>& pixels, std::size_t channels, const Step& step) {
    for (std::size_t i = 0; i + channels <= pixels.size(); i += channels)
        for (std::size_t c = 0; c + 1 < channels; ++c)
            pixels[i + c] = step(pixels[i + c], pixels[i + channels - 1]);
}

// A grey picture with a transparent value has no alpha channel for Pillow.
bool hasAlpha(const StoredImage& image) {
    return image.mode == ImageMode::RgbAlpha || image.mode == ImageMode::GreyAlpha;
}

Result<StoredImage> resizedSmoothly(const StoredImage& image, int newWidth, int newHeight, ResizeFilter filter) {
    const auto channels = static_cast<std::size_t>(image.channels);
    std::vector<std::uint8_t> pixels = image.pixels;
    if (hasAlpha(image))
        withAlpha(pixels, channels, multiplied);
    auto resized = resizePixels(pixels, image.width, image.height, image.channels, newWidth, newHeight, filter,
                                {0, 0, static_cast<double>(image.width), static_cast<double>(image.height)});
    if (!resized)
        return tl::make_unexpected(resized.error());
    if (hasAlpha(image))
        withAlpha(*resized, channels, divided);
    return StoredImage{newWidth, newHeight, image.channels, *std::move(resized), image.mode};
}

Picture withoutAlpha(const StoredImage& image) {
    Picture picture{image.width, image.height, {}};
    const auto step = static_cast<std::size_t>(image.channels);
    picture.rgb.reserve(image.pixels.size() / step * 3);
    for (std::size_t i = 0; i < image.pixels.size(); i += step)
        for (std::size_t c = 0; c < 3; ++c)
            picture.rgb.push_back(image.pixels[i + (step >= 3 ? c : 0)]);
    return picture;
}

} // namespace

Result<Picture> resizeStored(const StoredImage& image, int newWidth, int newHeight, ResizeFilter filter) {
    if (newWidth == image.width && newHeight == image.height)
        return withoutAlpha(image);
    if (image.mode == ImageMode::Palette || image.mode == ImageMode::Bilevel)
        return withoutAlpha(resizedNearest(image, newWidth, newHeight));
    return resizedSmoothly(image, newWidth, newHeight, filter).map(withoutAlpha);
}

} // namespace triptych::formats
