// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/image_batch.h"

#include <ATen/ATen.h>

#include "inference/formats/image.h"

namespace triptych::models {

Result<std::vector<ProcessedImage>> processImages(const Sample& sample, const ImageStep& process, PixelSize patch,
                                                  PreparedSample& prepared, const Monitor& monitor) {
    std::vector<ProcessedImage> images;
    for (const SampleItem& item : sample.of(Modality::Image)) {
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        auto decoded = formats::decodeImage(item.file);
        if (!decoded)
            return Failure(decoded.error());
        auto processed = process(decoded->picture);
        if (!processed)
            return Failure(processed.error());
        if (images.empty()) {
            prepared.shown.picture = std::move(decoded->picture);
            prepared.shown.patchGrid = patchGrid(*processed, patch.height, patch.width);
        }
        images.push_back(*std::move(processed));
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
