// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/image_processor.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

int floorHalf(int value) {
    return value >= 0 ? value / 2 : -((1 - value) / 2);
}

bool isPair(const formats::Json& value) {
    return value.is_array() && value.size() == 2 && value[0].is_number_integer() && value[1].is_number_integer();
}

// "size": 224, [h, w], {"height": h, "width": w} or {"shortest_edge": n}.
void readSize(const ConfigView& preprocessor, ImageOptions& options) {
    if (!preprocessor.has("size"))
        return;
    if (preprocessor.json().at("size").is_number()) {
        const int edge = preprocessor.size("size", 224);
        // A number means the shorter edge where the family's own default is one.
        options.shortestEdge = options.shortestEdge > 0 ? edge : 0;
        options.size = {edge, edge};
        return;
    }
    if (isPair(preprocessor.json().at("size"))) {
        const std::vector<int> size = preprocessor.integers("size", {});
        options.shortestEdge = 0;
        options.size = {size[0], size[1]};
        return;
    }
    const ConfigView size = preprocessor.section("size");
    preprocessor.require(!size.has("max_height") && !(size.has("shortest_edge") && size.has("longest_edge")),
                         "A \"size\" with a largest edge is not supported.");
    options.shortestEdge = size.has("shortest_edge") ? size.size("shortest_edge", 224) : 0;
    if (size.has("height"))
        options.size = {size.size("height", options.size.height), size.size("width", options.size.width)};
}

PixelSize readCrop(const ConfigView& preprocessor, PixelSize fallback) {
    if (!preprocessor.has("crop_size"))
        return fallback;
    if (preprocessor.json().at("crop_size").is_number()) {
        const int edge = preprocessor.size("crop_size", fallback.height);
        return {edge, edge};
    }
    if (isPair(preprocessor.json().at("crop_size"))) {
        const std::vector<int> crop = preprocessor.integers("crop_size", {});
        return {crop[0], crop[1]};
    }
    const ConfigView crop = preprocessor.section("crop_size");
    if (crop.has("shortest_edge")) {
        const int edge = crop.size("shortest_edge", fallback.height);
        return {edge, edge};
    }
    return {crop.size("height", fallback.height), crop.size("width", fallback.width)};
}

// A value for each channel, or one for all.
std::vector<double> readChannels(const ConfigView& preprocessor, const char* key, const std::vector<double>& fallback) {
    if (preprocessor.has(key) && preprocessor.json().at(key).is_number())
        return std::vector<double>(3, preprocessor.real(key, 0));
    return preprocessor.reals(key, fallback);
}

void requireChannels(const ConfigView& preprocessor, const ImageOptions& options) {
    preprocessor.require(options.mean.size() == 3 && options.deviation.size() == 3,
                         "\"image_mean\" and \"image_std\" need three values.");
    preprocessor.require(std::ranges::none_of(options.deviation, [](double value) { return value == 0; }),
                         "\"image_std\" must not be 0.");
}

} // namespace

ImageOptions readImageOptions(const ConfigView& preprocessor, const ImageOptions& defaults) {
    ImageOptions options = defaults;
    // A switch that is null is off.
    const auto isOn = [&](const char* key, bool fallback) {
        return preprocessor.json().contains(key) ? preprocessor.flag(key, false) : fallback;
    };
    options.doResize = isOn("do_resize", defaults.doResize);
    readSize(preprocessor, options);
    if (preprocessor.has("resample")) {
        const auto filter = formats::resizeFilterFromPillow(preprocessor.integer("resample", 3));
        preprocessor.require(filter.has_value(), "The resize filter \"resample\" is not supported.");
        options.filter = filter.value_or(defaults.filter);
    }
    options.doCrop = isOn("do_center_crop", defaults.doCrop);
    options.crop = readCrop(preprocessor, defaults.crop);
    options.doRescale = isOn("do_rescale", defaults.doRescale);
    options.rescaleFactor = preprocessor.real("rescale_factor", defaults.rescaleFactor);
    options.doNormalize = isOn("do_normalize", defaults.doNormalize);
    options.mean = readChannels(preprocessor, "image_mean", defaults.mean);
    options.deviation = readChannels(preprocessor, "image_std", defaults.deviation);
    requireChannels(preprocessor, options);
    return options;
}

ImageOptions readImageOptionsButSize(const ConfigView& preprocessor, const ImageOptions& defaults) {
    formats::Json rest = preprocessor.json();
    rest.erase("size");
    const ConfigView others(rest, preprocessor.where());
    ImageOptions options = readImageOptions(others, defaults);
    if (const auto broken = others.error())
        preprocessor.require(false, broken->detail);
    return options;
}

PixelSize withShortestEdge(PixelSize picture, int shortest) {
    const int shorter = std::min(picture.width, picture.height);
    const int longer = std::max(picture.width, picture.height);
    const int other = static_cast<int>(std::int64_t{shortest} * longer / std::max(1, shorter));
    return picture.width <= picture.height ? PixelSize{other, shortest} : PixelSize{shortest, other};
}

CentredCrop cropCentre(const Picture& picture, PixelSize size) {
    CentredCrop crop;
    crop.top = floorHalf(picture.height - size.height);
    crop.left = floorHalf(picture.width - size.width);
    crop.picture = {size.width, size.height,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(size.width) * size.height * 3, 0)};
    const int firstColumn = std::max(0, -crop.left);
    const int columns = std::min(size.width, picture.width - crop.left) - firstColumn;
    for (int row = std::max(0, -crop.top); row < std::min(size.height, picture.height - crop.top); ++row) {
        const std::size_t from =
            (static_cast<std::size_t>(row + crop.top) * picture.width + crop.left + firstColumn) * 3;
        const std::size_t to = (static_cast<std::size_t>(row) * size.width + firstColumn) * 3;
        std::copy_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(from), columns * 3,
                    crop.picture.rgb.begin() + static_cast<std::ptrdiff_t>(to));
    }
    return crop;
}

at::Tensor normalizePixels(const Picture& picture, const ImageOptions& options) {
    // A byte has 256 values, so each channel is a table.
    std::array<std::array<float, 256>, 3> table{};
    for (std::size_t channel = 0; channel < 3; ++channel)
        for (std::size_t value = 0; value < 256; ++value) {
            float scaled = static_cast<float>(value);
            if (options.doRescale)
                scaled = static_cast<float>(static_cast<double>(value) * options.rescaleFactor);
            if (options.doNormalize)
                scaled = (scaled - static_cast<float>(options.mean[channel])) /
                         static_cast<float>(options.deviation[channel]);
            table[channel][value] = scaled;
        }
    at::Tensor pixels = at::empty({3, picture.height, picture.width}, at::kFloat);
    const std::size_t plane = static_cast<std::size_t>(picture.height) * picture.width;
    auto* out = pixels.mutable_data_ptr<float>();
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t channel = 0; channel < 3; ++channel)
            out[channel * plane + i] = table[channel][picture.rgb[i * 3 + channel]];
    return pixels;
}

Result<ProcessedImage> processImage(const Picture& picture, const ImageOptions& options) {
    const PixelSize source{picture.height, picture.width};
    PixelSize size = source;
    if (options.doResize)
        size = options.shortestEdge > 0 ? withShortestEdge(source, options.shortestEdge) : options.size;
    Picture resized;
    if (size == source)
        resized = picture;
    else if (auto result = formats::resize(picture, size.width, size.height, options.filter))
        resized = *std::move(result);
    else
        return Failure(result.error());
    CentredCrop crop{std::move(resized), 0, 0};
    if (options.doCrop)
        crop = cropCentre(crop.picture, options.crop);
    const double scaleX = static_cast<double>(source.width) / size.width;
    const double scaleY = static_cast<double>(source.height) / size.height;
    return ProcessedImage{normalizePixels(crop.picture, options),
                          {crop.left * scaleX, crop.top * scaleY, (crop.left + crop.picture.width) * scaleX,
                           (crop.top + crop.picture.height) * scaleY}};
}

PatchGrid patchGrid(const ProcessedImage& image, int patchHeight, int patchWidth) {
    const auto height = static_cast<int>(image.pixels.size(1));
    const auto width = static_cast<int>(image.pixels.size(2));
    PatchGrid grid;
    grid.rows = height / patchHeight;
    grid.cols = width / patchWidth;
    grid.x = image.shown.left;
    grid.y = image.shown.top;
    // Pixels beyond the last whole patch are not seen.
    grid.width = (image.shown.right - image.shown.left) * grid.cols * patchWidth / width;
    grid.height = (image.shown.bottom - image.shown.top) * grid.rows * patchHeight / height;
    return grid;
}

} // namespace triptych::models
