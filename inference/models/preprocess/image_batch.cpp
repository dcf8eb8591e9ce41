// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/image_batch.h"

#include <optional>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "inference/formats/image.h"

namespace triptych::models {

namespace {

struct Decoded {
    Picture picture; // of the first image only
    ProcessedImage processed;
};

Result<Decoded> decode(const SampleItem& item, const ImageStep& process, bool isShown, const Monitor& monitor) {
    if (const auto alive = monitor.check(); !alive)
        return Failure(alive.error());
    auto decoded = formats::decodeImage(item.file);
    if (!decoded)
        return Failure(decoded.error());
    return process(decoded->picture).map([&](ProcessedImage processed) {
        return Decoded{isShown ? std::move(decoded->picture) : Picture{}, std::move(processed)};
    });
}

} // namespace

Result<std::vector<ProcessedImage>> processImages(const Sample& sample, const ImageStep& process, PixelSize patch,
                                                  PreparedSample& prepared, const Monitor& monitor) {
    const auto items = sample.of(Modality::Image);
    std::vector<std::optional<Result<Decoded>>> decoded(items.size());
    at::parallel_for(0, static_cast<std::int64_t>(items.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i)
            decoded[i] = decode(items[i], process, i == 0, monitor);
    });
    std::vector<ProcessedImage> images;
    for (auto& one : decoded) {
        if (!*one)
            return Failure(one->error());
        if (images.empty()) {
            prepared.shown.picture = std::move((*one)->picture);
            prepared.shown.patchGrid = patchGrid((*one)->processed, patch.height, patch.width);
        }
        images.push_back(std::move((*one)->processed));
    }
    return images;
}

Result<void> addImages(const Sample& sample, const ImageOptions& options, PixelSize patch, PreparedSample& prepared,
                       const Monitor& monitor) {
    const auto images = processImages(
        sample, [&](const Picture& picture) { return processImage(picture, options); }, patch, prepared, monitor);
    if (!images)
        return Failure(images.error());
    std::vector<at::Tensor> pixels;
    for (const ProcessedImage& image : *images)
        pixels.push_back(image.pixels);
    if (!pixels.empty())
        prepared.tensors["input.pixel_values"] = at::stack(pixels);
    return {};
}

void showImage(const Sample& sample, const ImageStep& process, PixelSize patch, PreparedSample& prepared) {
    const auto items = sample.of(Modality::Image);
    if (items.empty())
        return;
    auto decoded = formats::decodeImage(items.front().file);
    if (!decoded)
        return;
    if (const auto processed = process(decoded->picture)) {
        prepared.shown.picture = std::move(decoded->picture);
        prepared.shown.patchGrid = patchGrid(*processed, patch.height, patch.width);
    }
}

} // namespace triptych::models
