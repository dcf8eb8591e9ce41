// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_vl/patches.h"

#include <algorithm>
#include <cmath>

#include <ATen/ATen.h>

namespace triptych::models::qwen2_vl {

namespace {

constexpr double longestProportion = 200;

// Areas may be larger than what counts as a size elsewhere.
std::int64_t area(const ConfigView& config, const std::string& key, std::int64_t fallback) {
    const double read = config.real(key, static_cast<double>(fallback));
    config.require(read >= 1 && read <= 1e10, "\"" + key + "\" is no area of an image.");
    return static_cast<std::int64_t>(read);
}

} // namespace

PatchOptions PatchOptions::read(const ConfigView& preprocessor) {
    PatchOptions read;
    read.image.mean = clipMean;
    read.image.deviation = clipDeviation;
    // The size is an area here, which the shared reader would take for an edge.
    read.image = readImageOptionsButSize(preprocessor, read.image);
    read.image.shortestEdge = 0;
    read.image.doCrop = false;
    const ConfigView size = preprocessor.section("size");
    read.leastPixels = area(size, "shortest_edge", area(size, "min_pixels", read.leastPixels));
    read.mostPixels = area(size, "longest_edge", area(size, "max_pixels", read.mostPixels));
    read.leastPixels = area(preprocessor, "min_pixels", read.leastPixels);
    read.mostPixels = area(preprocessor, "max_pixels", read.mostPixels);
    read.patch = preprocessor.size("patch_size", read.patch);
    read.merge = preprocessor.size("merge_size", read.merge);
    read.frames = preprocessor.size("temporal_patch_size", read.frames);
    return read;
}

PixelSize smartSize(PixelSize picture, const PatchOptions& options) {
    const double cell = options.cell();
    const double height = picture.height;
    const double width = picture.width;
    // Half to even, as in the published code.
    double newHeight = std::nearbyint(height / cell) * cell;
    double newWidth = std::nearbyint(width / cell) * cell;
    if (newHeight * newWidth > static_cast<double>(options.mostPixels)) {
        const double shrink = std::sqrt(height * width / static_cast<double>(options.mostPixels));
        newHeight = std::max(cell, std::floor(height / shrink / cell) * cell);
        newWidth = std::max(cell, std::floor(width / shrink / cell) * cell);
    } else if (newHeight * newWidth < static_cast<double>(options.leastPixels)) {
        const double grow = std::sqrt(static_cast<double>(options.leastPixels) / (height * width));
        newHeight = std::ceil(height * grow / cell) * cell;
        newWidth = std::ceil(width * grow / cell) * cell;
    }
    return {static_cast<int>(newHeight), static_cast<int>(newWidth)};
}

Result<ProcessedImage> processForPatches(const Picture& picture, const PatchOptions& options) {
    const double longer = std::max(picture.width, picture.height);
    if (longer > longestProportion * std::min(picture.width, picture.height))
        return fail(ErrorCode::InvalidInput,
                    "The picture is more than 200 times as long as wide; cut a part out of it.", "image");
    ImageOptions image = options.image;
    image.size =
        image.doResize ? smartSize({picture.height, picture.width}, options) : PixelSize{picture.height, picture.width};
    if (image.size.height % options.cell() != 0 || image.size.width % options.cell() != 0)
        return fail(ErrorCode::InvalidInput,
                    "The edges of the picture must be multiples of " + std::to_string(options.cell()) +
                        " pixels, as the model's folder switches resizing off.",
                    "image");
    return processImage(picture, image);
}

at::Tensor packPatches(const at::Tensor& pixels, const PatchOptions& options) {
    const std::int64_t rows = pixels.size(1) / options.cell();
    const std::int64_t cols = pixels.size(2) / options.cell();
    const at::Tensor cells =
        pixels.reshape({pixels.size(0), rows, options.merge, options.patch, cols, options.merge, options.patch})
            .permute({1, 4, 2, 5, 0, 3, 6});
    const at::Tensor repeated = cells.unsqueeze(5).expand({-1, -1, -1, -1, -1, options.frames, -1, -1});
    return repeated.reshape({rows * cols * options.merge * options.merge, -1});
}

} // namespace triptych::models::qwen2_vl
