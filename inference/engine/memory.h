// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace triptych::engine {

// Resident bytes of this process now, and the most it ever had; 0 where the system does not tell.
[[nodiscard]] std::int64_t processBytes();
[[nodiscard]] std::int64_t peakProcessBytes();

} // namespace triptych::engine
