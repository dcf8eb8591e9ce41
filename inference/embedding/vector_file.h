// SPDX-License-Identifier: GPL-3.0-or-later
// Vectors on their way to a disk and back.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/embedding/nearest.h"
#include "inference/formats/safetensors.h"

namespace triptych::embedding {

// NotFinite, which names `where`, for numbers that are none and for zero.
[[nodiscard]] Result<std::vector<float>> unitVector(std::span<const float> vector, const std::string& where);

// A full disk, or a folder that may not be written.
[[nodiscard]] Result<void> appendBytes(const std::filesystem::path& file, std::span<const char> bytes);
[[nodiscard]] Result<void> appendVector(const std::filesystem::path& file, std::span<const float> vector);
// The numbers of a file of vectors from byte `offset` on.
[[nodiscard]] Result<std::vector<float>> readVectors(const std::filesystem::path& file, std::size_t offset);

// A tensor [rows, width] as it lies in the file; nothing for what is not stored so.
[[nodiscard]] std::optional<VectorTable> mappedTable(const formats::TensorView& view);

} // namespace triptych::embedding
