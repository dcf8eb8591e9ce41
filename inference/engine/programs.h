// SPDX-License-Identifier: GPL-3.0-or-later
// Models that are code: they run only after the user has trusted the very file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace triptych::engine {

struct ProgramFacts {
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::string sha256; // 64 hexadecimal digits
    bool trusted = false;
};

// The program of a model folder; nothing for every other model, and where the folder cannot be read. Runs nothing.
[[nodiscard]] std::optional<ProgramFacts> findProgram(const std::string& model);

// From now on, in this process, a program with this SHA-256 may be loaded.
void trustProgram(const std::string& sha256);

} // namespace triptych::engine
