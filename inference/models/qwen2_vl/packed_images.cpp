// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_vl/packed_images.h"

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/family_model.h"
#include "inference/models/qwen2_vl/positions.h"

namespace triptych::models::qwen2_vl {

namespace {

Result<void> addPatches(const Sample& sample, const ImageStep& process, const PatchOptions& options,
                        PreparedSample& prepared, const Monitor& monitor) {
    const int cell = options.cell();
    const auto images = processImages(sample, process, {cell, cell}, prepared, monitor);
    if (!images)
        return Failure(images.error());
    std::vector<at::Tensor> patches;
    std::vector<std::int64_t> grids;
    for (const ProcessedImage& image : *images) {
        patches.push_back(packPatches(image.pixels, options));
        grids.insert(grids.end(), {1, image.pixels.size(1) / options.patch, image.pixels.size(2) / options.patch});
    }
    if (patches.empty())
        return {};
    prepared.tensors["input.pixel_values"] = at::cat(patches);
    prepared.tensors["input.image_grid_thw"] = at::tensor(grids, at::kLong).reshape({-1, 3});
    return {};
}

} // namespace

Result<std::vector<int>> packImages(const Sample& sample, const ArrayMap& inputs, const PatchOptions& options,
                                    PreparedSample& prepared, const Monitor& monitor) {
    const ImageStep process = [&](const Picture& picture) { return processForPatches(picture, options); };
    const auto given = inputs.find("input.image_grid_thw");
    if (given != inputs.end() && inputs.contains("input.pixel_values")) {
        showImage(sample, process, {options.cell(), options.cell()}, prepared);
        prepared.tensors["input.image_grid_thw"] = backend::toTensor(given->second);
    } else if (const auto added = addPatches(sample, process, options, prepared, monitor); !added) {
        return Failure(added.error());
    }
    std::vector<int> tokens;
    if (const at::Tensor grids = inputOf(prepared, "input.image_grid_thw"); grids.defined()) {
        const auto read = readGrids(grids, options.merge, grids.prod(1).sum().item<std::int64_t>());
        if (!read)
            return Failure(read.error());
        for (const ImageGrid& grid : *read)
            tokens.push_back(static_cast<int>(grid.patches() / (options.merge * options.merge)));
    }
    // Rows of pixels are patches here.
    prepared.images = static_cast<int>(tokens.size());
    return tokens;
}

} // namespace triptych::models::qwen2_vl
