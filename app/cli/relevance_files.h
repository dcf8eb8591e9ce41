// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/cli/context.h"
#include "inference/contract/run_result.h"

namespace triptych::cli {

// What relevance.json says; imageRect is [x, y, width, height] in source
// pixels, regions are the boxes of the image's units as fractions of the picture.
[[nodiscard]] Json relevanceDocument(const RunResult& result);

// Writes relevance.safetensors and relevance.json, and overlay.png where there
// is a picture or a sound to draw on. The names of the files that were written.
[[nodiscard]] Result<std::vector<std::string>> writeRelevanceFiles(const RunResult& result,
                                                                   const std::filesystem::path& folder);

} // namespace triptych::cli
