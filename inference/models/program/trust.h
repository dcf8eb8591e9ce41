// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "inference/base/error.h"

namespace triptych::models::program {

// Programs that the user trusts, by the SHA-256 of the file (64 hexadecimal digits, in any case): in this process
// those that were named to trust(), and always those that stand in the user's list. Any thread.
void trust(const std::string& sha256);
[[nodiscard]] bool isTrusted(const std::string& sha256);

// Adds a line to the user's list, which is made where there is none; a hash that stands in it is not added again.
[[nodiscard]] Result<void> addToTrustedList(const std::string& sha256);

// triptych/trusted_programs in the user's configuration folder: a hash in each line, anything behind it is a remark.
[[nodiscard]] std::filesystem::path trustedListFile();

} // namespace triptych::models::program
