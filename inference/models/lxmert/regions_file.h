// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <ATen/ATen.h>

#include "inference/base/error.h"

namespace triptych::models::lxmert {

// What a detector found in pictures, for models that read regions in place of pixels.
struct RegionsFile {
    at::Tensor features; // float [pictures, regions, width]
    at::Tensor boxes;    // float [pictures, regions, 4]: x0, y0, x1, y1 as fractions of the picture
};

// A safetensors file with "features" and "boxes"; of one picture the first axis may be left out. FileMissing,
// BadFormat; InvalidInput where a tensor is missing or of another shape than `featureWidth` and `boxWidth` ask for.
[[nodiscard]] Result<RegionsFile> readRegionsFile(const std::filesystem::path& file, int featureWidth, int boxWidth);

} // namespace triptych::models::lxmert
