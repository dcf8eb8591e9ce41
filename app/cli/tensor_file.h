// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "inference/base/array.h"
#include "inference/base/error.h"

namespace triptych::cli {

// A float tensor [rows, width] of a safetensors file. InvalidInput names those that are there, or the shape.
[[nodiscard]] Result<FloatArray> readTable(const std::filesystem::path& file, const std::string& tensor);

} // namespace triptych::cli
