// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/open_clip/own_mode_images.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

#include "inference/models/preprocess/picture_part.h"

namespace triptych::models::open_clip {

namespace {

int atLeastOne(double edge) {
    return std::max(1, static_cast<int>(std::nearbyint(edge)));
}

PixelSize resizedSize(PixelSize source, const PreprocessConfig& config) {
    if (config.mode == ResizeMode::Squash)
        return config.size;
    if (config.mode == ResizeMode::Shortest && config.size.height == config.size.width)
        return withShortestEdge(source, config.size.height);
    const double high = static_cast<double>(source.height) / config.size.height;
    const double wide = static_cast<double>(source.width) / config.size.width;
    const double ratio = config.mode == ResizeMode::Longest ? std::max(high, wide) : std::min(high, wide);
    return {atLeastOne(source.height / ratio), atLeastOne(source.width / ratio)};
}

// First row or column of a centred window; negative where the picture is smaller. A half goes to the even side.
int windowStart(int picture, int window) {
    if (picture < window)
        return -((window - picture) / 2);
    const int rest = picture - window;
    const int half = rest / 2;
    return rest % 2 == 0 || half % 2 == 0 ? half : half + 1;
}

Picture cutWindow(const Picture& picture, int top, int left, PixelSize size, std::uint8_t fill) {
    const auto row = static_cast<std::size_t>(size.width) * 3;
    Picture window{size.width, size.height,
                   std::vector<std::uint8_t>(row * static_cast<std::size_t>(size.height), fill)};
    const int first = std::max(0, -left);
    const int count = std::min(size.width, picture.width - left) - first;
    for (int y = std::max(0, -top); y < std::min(size.height, picture.height - top); ++y) {
        const auto from = (static_cast<std::ptrdiff_t>(y + top) * picture.width + left + first) * 3;
        const auto to = (static_cast<std::ptrdiff_t>(y) * size.width + first) * 3;
        std::copy_n(picture.rgb.begin() + from, count * 3, window.rgb.begin() + to);
    }
    return window;
}

void show(const formats::StoredImage& image, const ProcessedImage& processed, PixelSize patch,
          PreparedSample& prepared) {
    prepared.shown.picture = formats::onWhite(image);
    prepared.shown.patchGrid = patchGrid(processed, patch.height, patch.width);
}

} // namespace

Result<ProcessedImage> processStored(const formats::StoredImage& image, const PreprocessConfig& config) {
    const PixelSize size = resizedSize({image.height, image.width}, config);
    // open_clip passes no filter on where only the shorter edge of an oblong target is fitted.
    const bool isOblong = config.size.height != config.size.width;
    const auto filter =
        config.mode == ResizeMode::Shortest && isOblong ? formats::ResizeFilter::Bicubic : config.filter;
    const auto resized = formats::resizeStored(image, size.width, size.height, filter);
    if (!resized)
        return Failure(resized.error());
    const int top = windowStart(size.height, config.size.height);
    const int left = windowStart(size.width, config.size.width);
    const auto fill = static_cast<std::uint8_t>(config.fill);
    const Picture window = cutWindow(*resized, top, left, config.size, fill);
    const double scaleX = static_cast<double>(image.width) / size.width;
    const double scaleY = static_cast<double>(image.height) / size.height;
    return ProcessedImage{
        normalizePixels(window, config.values),
        {left * scaleX, top * scaleY, (left + window.width) * scaleX, (top + window.height) * scaleY}};
}

Result<void> addStoredImages(const Sample& sample, const PreprocessConfig& config, PixelSize patch,
                             PreparedSample& prepared, const Monitor& monitor) {
    std::vector<at::Tensor> pixels;
    for (const SampleItem& item : sample.of(Modality::Image)) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        const auto image = readStored(item);
        if (!image)
            return Failure(image.error());
        const auto processed = processStored(*image, config);
        if (!processed)
            return Failure(processed.error());
        if (pixels.empty())
            show(*image, *processed, patch, prepared);
        pixels.push_back(processed->pixels);
    }
    if (!pixels.empty())
        prepared.tensors["input.pixel_values"] = at::stack(pixels);
    return {};
}

void showStoredImage(const Sample& sample, const PreprocessConfig& config, PixelSize patch, PreparedSample& prepared) {
    const auto items = sample.of(Modality::Image);
    if (items.empty())
        return;
    if (const auto image = readStored(items.front()))
        if (const auto processed = processStored(*image, config))
            show(*image, *processed, patch, prepared);
}

} // namespace triptych::models::open_clip
