// SPDX-License-Identifier: GPL-3.0-or-later
// What a file of PyTorch holds, by its content; nothing of it is run or unpickled.
#pragma once

#include <filesystem>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

enum class TorchFileKind {
    Other,
    Script, // TorchScript: a zip archive with constants.pkl, version and code/
    Pickle, // a pickle, bare or in a zip archive
};

// Other also where a zip archive is damaged.
[[nodiscard]] TorchFileKind torchFileKind(Bytes content);
// Other also where the file cannot be read.
[[nodiscard]] TorchFileKind torchFileKind(const std::filesystem::path& file);

} // namespace triptych::formats
