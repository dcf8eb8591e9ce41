// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <filesystem>
#include <vector>

#include "inference/base/error.h"
#include "projects/sample_entry.h"

namespace triptych::projects {

// Reads one sample: {"images", "texts", "audios", ...} with paths relative to `folder`, and the truth where it is
// given. `where` names the file and line for errors.
[[nodiscard]] Result<SampleEntry> readSample(const QJsonObject& object, const std::filesystem::path& folder,
                                             const std::string& where);

// The inverse of readSample; paths below `folder` become relative to it.
[[nodiscard]] QJsonObject writeSample(const SampleEntry& entry, const std::filesystem::path& folder);

// Reads a sample file (one JSON object) or a samples.jsonl (one object per line). The id of a sample without one is the
// file's name, with the line's number where there are several lines.
[[nodiscard]] Result<std::vector<SampleEntry>> readSampleFile(const std::filesystem::path& file);

} // namespace triptych::projects
