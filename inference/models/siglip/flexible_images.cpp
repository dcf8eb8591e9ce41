// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/siglip/flexible_images.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace triptych::models::siglip {

namespace {

constexpr double precision = 1e-5;
constexpr double largestScale = 100;

ImageOptions imageDefaults() {
    ImageOptions options;
    options.filter = formats::ResizeFilter::Bilinear;
    return options;
}

int wholePatches(double scale, int edge, int patch) {
    return std::max(1, static_cast<int>(std::ceil(edge * scale / patch))) * patch;
}

PixelSize scaled(PixelSize picture, double scale, int patch) {
    return {wholePatches(scale, picture.height, patch), wholePatches(scale, picture.width, patch)};
}

// [3, rows * patch, cols * patch] -> [rows * cols, patch * patch * 3]
at::Tensor packed(const at::Tensor& pixels, std::int64_t rows, std::int64_t cols, std::int64_t patch) {
    return pixels.narrow(1, 0, rows * patch)
        .narrow(2, 0, cols * patch)
        .reshape({3, rows, patch, cols, patch})
        .permute({1, 3, 2, 4, 0})
        .reshape({rows * cols, -1});
}

} // namespace

FlexibleOptions FlexibleOptions::read(const ConfigView& preprocessor) {
    FlexibleOptions options;
    options.image = readImageOptions(preprocessor, imageDefaults());
    options.image.doCrop = false;
    options.image.shortestEdge = 0;
    options.patch = preprocessor.size("patch_size", 16);
    options.mostPatches = preprocessor.size("max_num_patches", 256);
    return options;
}

// The published search: the largest scale that fits, by halving.
PixelSize flexibleSize(PixelSize picture, int patch, int mostPatches) {
    double low = precision / 10;
    double high = largestScale;
    while (high - low >= precision) {
        const double middle = (low + high) / 2;
        const PixelSize size = scaled(picture, middle, patch);
        const std::int64_t patches = std::int64_t{size.height / patch} * (size.width / patch);
        (patches <= mostPatches ? low : high) = middle;
    }
    return scaled(picture, low, patch);
}

Result<ProcessedImage> processFlexibly(const Picture& picture, const FlexibleOptions& options) {
    ImageOptions image = options.image;
    image.size = flexibleSize({picture.height, picture.width}, options.patch, options.mostPatches);
    return processImage(picture, image);
}

Result<void> addFlexibleImages(const Sample& sample, const FlexibleOptions& options, PreparedSample& prepared,
                               const Monitor& monitor) {
    const auto images = processImages(
        sample, [&](const Picture& picture) { return processFlexibly(picture, options); },
        {options.patch, options.patch}, prepared, monitor);
    if (!images)
        return Failure(images.error());
    std::vector<at::Tensor> values;
    std::vector<at::Tensor> masks;
    std::vector<std::int64_t> shapes;
    for (const ProcessedImage& image : *images) {
        const std::int64_t rows = image.pixels.size(1) / options.patch;
        const std::int64_t cols = image.pixels.size(2) / options.patch;
        const std::int64_t padding = options.mostPatches - rows * cols;
        if (rows * cols < 1 || padding < 0)
            return fail(ErrorCode::InvalidInput,
                        "The picture has no patch or more than " + std::to_string(options.mostPatches) +
                            "; let it be resized.",
                        "image");
        values.push_back(at::constant_pad_nd(packed(image.pixels, rows, cols, options.patch), {0, 0, 0, padding}));
        masks.push_back(at::constant_pad_nd(at::ones({rows * cols}, at::kLong), {0, padding}));
        shapes.insert(shapes.end(), {rows, cols});
    }
    if (values.empty())
        return {};
    prepared.tensors["input.pixel_values"] = at::stack(values);
    prepared.tensors["input.pixel_attention_mask"] = at::stack(masks);
    prepared.tensors["input.spatial_shapes"] = at::tensor(shapes, at::kLong).reshape({-1, 2});
    return {};
}

} // namespace triptych::models::siglip
