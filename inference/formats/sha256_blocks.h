// SPDX-License-Identifier: GPL-3.0-or-later
// The compression function of SHA-256 (FIPS 180-4, 6.2.2), once in C++ and once by the instructions that processors
// have for it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace triptych::formats {

using Sha256State = std::array<std::uint32_t, 8>;

// `block` is 64 bytes.
void compressInSoftware(Sha256State& state, const std::byte* block);

// Whether this processor has the instructions; false where the program was not built for x86-64.
[[nodiscard]] bool hasSha256Hardware();
// Only where hasSha256Hardware().
void compressInHardware(Sha256State& state, const std::byte* block);

} // namespace triptych::formats
