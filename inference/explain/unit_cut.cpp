// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/unit_cut.h"

#include <algorithm>

namespace triptych::explain {

namespace {

// Units are rows: regions, or the patches of an image with padding behind them.
UnitCut cutRows(const ExplainedInput& place, const Shape& shape) {
    return {place, shape,
            [row = place.row](const at::Tensor& whole, std::int64_t unit) { return whole[row].select(0, unit); }};
}

// Images of any size lie behind each other as rows of patches; a unit is one token of several patches.
UnitCut cutPacked(const ExplainInput& input, const ExplainedInput& place, const PatchGrid& grid) {
    const at::Tensor grids = input.sample.tensors.at(packedGrids).prod(1);
    const std::int64_t begin = grids.narrow(0, 0, place.row).sum().item<std::int64_t>();
    const std::int64_t patches = grids[place.row].item<std::int64_t>() / grid.count();
    return {place, {grid.rows, grid.cols}, [begin, patches](const at::Tensor& whole, std::int64_t unit) {
                return whole.narrow(0, begin + unit * patches, patches);
            }};
}

UnitCut cutPatches(const ExplainInput& input, const ExplainedInput& place, const at::Tensor& row,
                   const PatchGrid& grid) {
    const ValidSize valid = validSize(input.sample, place.row, row);
    const std::int64_t height = valid.height / grid.rows;
    const std::int64_t width = valid.width / grid.cols;
    return {place,
            {grid.rows, grid.cols},
            [=, batch = place.row, cols = grid.cols](const at::Tensor& whole, std::int64_t unit) {
                at::Tensor image = whole[batch];
                if (image.dim() == 4) // of several images of one text the first is shown
                    image = image[0];
                return image.narrow(-2, unit / cols * height, height).narrow(-1, unit % cols * width, width);
            }};
}

UnitCut cutMoments(const ExplainInput& input, const ExplainedInput& place, const at::Tensor& row) {
    const int axis = input.model.audioTimeAxis();
    const std::int64_t frames = framesPerMoment(input.sample, row.size(axis));
    const int shown = input.sample.shown.audioAxis.frames;
    const std::int64_t moments = row.size(axis) / frames;
    return {place,
            {shown > 0 ? std::min<std::int64_t>(shown, moments) : moments},
            [=, batch = place.row](const at::Tensor& whole, std::int64_t unit) {
                return whole[batch].narrow(axis, unit * frames, frames);
            }};
}

} // namespace

Result<UnitCut> cutIntoUnits(const ExplainInput& input, const ExplainedInput& place) {
    const at::Tensor& whole = input.sample.tensors.at(place.name);
    if (place.modality == Modality::Audio)
        return cutMoments(input, place, whole[place.row]);
    const PatchGrid& grid = input.sample.shown.patchGrid;
    if (whole.dim() == 3)
        return cutRows(place, grid.count() > 0 ? Shape{grid.rows, grid.cols} : Shape{1, whole.size(1)});
    if (grid.count() == 0)
        return fail(ErrorCode::Unsupported, "The image is cut into no patches in this model; choose another method.",
                    place.name);
    if (whole.dim() == 2 && input.sample.tensors.contains(packedGrids))
        return cutPacked(input, place, grid);
    return cutPatches(input, place, whole[place.row], grid);
}

} // namespace triptych::explain
