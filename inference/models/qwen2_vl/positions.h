// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <ATen/ATen.h>

#include "inference/base/error.h"

namespace triptych::models::qwen2_vl {

// Frames, rows and columns of one image's patches.
struct ImageGrid {
    std::int64_t frames = 1;
    std::int64_t rows = 0;
    std::int64_t cols = 0;

    [[nodiscard]] std::int64_t patches() const { return frames * rows * cols; }
};

// image_grid_thw [images, 3]. InvalidInput where the grids are not positive, are no multiples of `merge`, or do not
// hold `patches` altogether.
[[nodiscard]] Result<std::vector<ImageGrid>> readGrids(const at::Tensor& grids, int merge, std::int64_t patches);

// Time, height and width position of every token, int64 [3, batch, n]: words count on, a token of an image stands at
// its row and column after the words before, and the words after it go on from the larger edge. Padding (mask 0) is at
// 0. InvalidInput where placeholders and images do not fit.
[[nodiscard]] Result<at::Tensor> multimodalPositions(const at::Tensor& ids, const at::Tensor& mask,
                                                     const std::vector<ImageGrid>& grids, std::int64_t placeholder,
                                                     int merge);

// Row and column of every patch in packed order, int64 [2, patches].
[[nodiscard]] at::Tensor patchPlaces(const ImageGrid& grid, int merge);

} // namespace triptych::models::qwen2_vl
