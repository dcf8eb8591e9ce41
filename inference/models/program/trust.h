// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace triptych::models::program {

// Programs that the user of this process trusts, by the SHA-256 of the file (64 hexadecimal digits, in any case). Any
// thread.
void trust(const std::string& sha256);
[[nodiscard]] bool isTrusted(const std::string& sha256);

} // namespace triptych::models::program
