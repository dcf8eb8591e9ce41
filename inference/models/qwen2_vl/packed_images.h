// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/base/array.h"
#include "inference/models/model.h"
#include "inference/models/qwen2_vl/patches.h"

namespace triptych::models::qwen2_vl {

// The images of a sample as `input.pixel_values` [patches of all images, values of a patch] and `input.image_grid_thw`
// [images, 3]; where `inputs` holds both, the first image is only shown. Counts prepared.images and returns the tokens
// that stand for each image. InvalidInput for grids that do not fit.
[[nodiscard]] Result<std::vector<int>> packImages(const Sample& sample, const ArrayMap& inputs,
                                                  const PatchOptions& options, PreparedSample& prepared,
                                                  const Monitor& monitor);

} // namespace triptych::models::qwen2_vl
