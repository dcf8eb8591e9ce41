// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/padded_images.h"

#include <algorithm>

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

PixelSize dividedSize(const Picture& picture, int shortest, int divisor) {
    const int longest = static_cast<int>(1333.0 / 800 * shortest);
    const double scale = static_cast<double>(shortest) / std::min(picture.height, picture.width);
    const bool isWide = picture.height < picture.width;
    double height = isWide ? shortest : scale * picture.height;
    double width = isWide ? scale * picture.width : shortest;
    if (const double larger = std::max(height, width); larger > longest) {
        const double shrink = longest / larger;
        height = shrink * height;
        width = shrink * width;
    }
    const auto cut = [&](double edge) { return static_cast<int>(edge + 0.5) / divisor * divisor; };
    return {cut(height), cut(width)};
}

} // namespace

Result<ProcessedImage> processDivided(const Picture& picture, const ImageOptions& options, int divisor) {
    if (!options.doResize)
        return processImage(picture, options);
    ImageOptions exact = options;
    exact.shortestEdge = 0;
    exact.size = dividedSize(picture, options.shortestEdge, divisor);
    if (exact.size.height == 0 || exact.size.width == 0)
        return fail(ErrorCode::InvalidInput, "The picture is too narrow for this model; crop it.",
                    std::to_string(picture.width) + " x " + std::to_string(picture.height) + " pixels");
    return processImage(picture, exact);
}

void addPadded(const std::vector<ProcessedImage>& images, PreparedSample& prepared) {
    if (images.empty())
        return;
    std::int64_t height = 0;
    std::int64_t width = 0;
    for (const ProcessedImage& image : images) {
        height = std::max(height, image.pixels.size(1));
        width = std::max(width, image.pixels.size(2));
    }
    const auto count = static_cast<std::int64_t>(images.size());
    const at::Tensor pixels = at::zeros({count, 3, height, width}, at::kFloat);
    const at::Tensor mask = at::zeros({count, height, width}, at::kByte);
    for (std::int64_t i = 0; i < count; ++i) {
        const at::Tensor& image = images[static_cast<std::size_t>(i)].pixels;
        pixels[i].narrow(1, 0, image.size(1)).narrow(2, 0, image.size(2)).copy_(image);
        mask[i].narrow(0, 0, image.size(1)).narrow(1, 0, image.size(2)).fill_(1);
    }
    prepared.tensors["input.pixel_values"] = pixels;
    prepared.tensors["input.pixel_mask"] = mask;
}

} // namespace triptych::models
