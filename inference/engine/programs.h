// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "inference/base/error.h"
#include "inference/contract/program.h"

namespace triptych::engine {

// The program of a model folder; nothing for every other model, and where the folder cannot be read. Runs nothing.
[[nodiscard]] std::optional<ProgramFacts> findProgram(const std::string& model);

// From now on a program with this SHA-256 may be loaded. An error where the user's list cannot be written; the program
// is trusted in this process nonetheless.
Result<void> trustProgram(const std::string& sha256, Trust trust = Trust::ThisTime);

} // namespace triptych::engine
