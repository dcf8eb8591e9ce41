// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "inference/base/error.h"
#include "inference/contract/sample.h"

namespace triptych::formats {

// The sample file of the command line:
//   {"id": "...", "images": ["a.png"], "texts": ["a red ring"], "audios": ["b.wav"], "regions": "r.safetensors",
//    "options": {"max_new_tokens": 12}}
// Every entry is optional, but at least one item must be there. Relative paths start at the file's folder. Further
// keys, such as the truth of a data set, are left alone. Without an id the file's name stands in.
[[nodiscard]] Result<Sample> readSampleFile(const std::filesystem::path& file);

// The same from one line of a samples.jsonl; `folder` is where relative paths start, `where` names the line in errors.
[[nodiscard]] Result<Sample> parseSample(std::string_view json, const std::filesystem::path& folder,
                                         const std::string& where);

// A sample file that reads back as `sample`; files inside the folder of `file` are named relative to it.
[[nodiscard]] Result<void> writeSampleFile(const std::filesystem::path& file, const Sample& sample);

} // namespace triptych::formats
