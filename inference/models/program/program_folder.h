// SPDX-License-Identifier: GPL-3.0-or-later
// A folder with triptych.json and a TorchScript program: a model of any architecture, as code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "inference/models/program/manifest.h"

namespace triptych::models::program {

// The file that would be run.
struct ProgramFile {
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::string sha256; // 64 hexadecimal digits
};

struct ProgramFolder {
    std::filesystem::path path;
    Manifest manifest;
    ProgramFile program;
    std::string content; // of the program: what was hashed is what is run
    std::string hash;    // of program and manifest in name order, 16 digits
};

[[nodiscard]] bool isProgramFolder(const std::filesystem::path& folder);

// Reads and checks everything without running anything. BadFormat, FileMissing, Untrusted (a pickle in place of the
// program).
[[nodiscard]] Result<ProgramFolder> openProgramFolder(const std::filesystem::path& folder);

// Untrusted, with the file's size and SHA-256, until trust() was called with it.
[[nodiscard]] Result<void> checkTrust(const ProgramFile& program);

// Loads the program, if it is trusted.
[[nodiscard]] Result<ModelPtr> loadProgram(const std::filesystem::path& folder, const std::string& device,
                                           const Monitor& monitor);
// Runs nothing; tensors are not listed, since only running the program would tell them.
[[nodiscard]] Result<ModelDescriptor> inspectProgram(const std::filesystem::path& folder);

} // namespace triptych::models::program
