// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/image_batch.h"

#include <optional>
#include <utility>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "inference/base/shares.h"
#include "inference/models/preprocess/picture_part.h"

namespace triptych::models {

namespace {

struct Decoded {
    Picture picture; // of the first image only
    ProcessedImage processed;
};

Result<Decoded> decode(PictureReader& reader, const SampleItem& item, const ImageStep& process, bool isShown,
                       const Monitor& monitor) {
    if (const auto alive = monitor.check(); !alive)
        return Failure(alive.error());
    auto picture = reader.read(item);
    if (!picture)
        return Failure(picture.error());
    return process(*picture).map([&](ProcessedImage processed) {
        return Decoded{isShown ? *std::move(picture) : Picture{}, std::move(processed)};
    });
}

// Where the items of each file begin, those of one file standing in a row; the last is their count.
std::vector<std::size_t> startsOfFiles(const std::vector<SampleItem>& items) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (i == 0 || items[i].file != items[i - 1].file)
            starts.push_back(i);
    starts.push_back(items.size());
    return starts;
}

} // namespace

Result<std::vector<ProcessedImage>> processImages(const Sample& sample, const ImageStep& process, PixelSize patch,
                                                  PreparedSample& prepared, const Monitor& monitor) {
    const auto items = sample.of(Modality::Image);
    std::vector<std::optional<Result<Decoded>>> decoded(items.size());
    const std::vector<std::size_t> starts = startsOfFiles(items);
    const auto files = static_cast<std::int64_t>(starts.size()) - 1;
    const auto work = [&](std::int64_t /*share*/, std::int64_t begin, std::int64_t end) {
        PictureReader reader;
        for (std::size_t i = starts[static_cast<std::size_t>(begin)]; i < starts[static_cast<std::size_t>(end)]; ++i)
            decoded[i] = decode(reader, items[i], process, i == 0, monitor);
    };
    doInShares(files, sharesOf(files, 1, at::get_num_threads()), work);
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
    auto picture = PictureReader().read(items.front());
    if (!picture)
        return;
    if (const auto processed = process(*picture)) {
        prepared.shown.picture = *std::move(picture);
        prepared.shown.patchGrid = patchGrid(*processed, patch.height, patch.width);
    }
}

} // namespace triptych::models
