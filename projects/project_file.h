// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "inference/base/error.h"
#include "projects/project.h"

namespace triptych::projects {

// Ending of project files, with the dot.
inline constexpr const char* projectSuffix = ".triptych";

// Version that saveProject writes. Older files are brought up by migrate(); newer ones are refused.
inline constexpr int projectVersion = 1;

// Paths in the file are relative to its folder where they lie below it.
[[nodiscard]] QByteArray toJson(const Project& project, const std::filesystem::path& folder);
[[nodiscard]] Result<Project> fromJson(const QByteArray& json, const std::filesystem::path& folder,
                                       const std::string& where);

[[nodiscard]] Result<Project> openProject(const std::filesystem::path& file);
// The former file stays whole until the new one is complete on disk.
[[nodiscard]] Result<void> saveProject(const Project& project, const std::filesystem::path& file);

// The sample project that comes with the program: the samples of `folder`/samples.jsonl.
[[nodiscard]] Result<Project> openSampleProject(const std::filesystem::path& folder);

} // namespace triptych::projects
