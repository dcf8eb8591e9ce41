// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace triptych::numerics {

// 0..count-1 in random order (Fisher-Yates), the same for the same seed on every machine.
[[nodiscard]] std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed);

} // namespace triptych::numerics
