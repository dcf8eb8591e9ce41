// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/base/error.h"
#include "inference/contract/sample.h"

namespace triptych::cli {

// Reads {"images": [...], "texts": [...], "audios": [...], "regions": FILE, "options": {...}}, every key optional,
// paths relative to the file. Keys of samples.jsonl that say what is true of a sample are passed over. The media files
// are not looked at.
[[nodiscard]] Result<Sample> readSampleFile(const std::filesystem::path& file);

} // namespace triptych::cli
