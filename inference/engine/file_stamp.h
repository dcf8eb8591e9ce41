// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace triptych::engine {

// Changes when a file, or any file of a folder, changes its size or time. Nothing when it is not there or cannot be
// read.
[[nodiscard]] std::optional<std::string> stampOf(const std::filesystem::path& path);

} // namespace triptych::engine
