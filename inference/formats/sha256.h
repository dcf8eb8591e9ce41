// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

// SHA-256 (FIPS 180-4), fed piece by piece.
class Sha256 {
public:
    void add(Bytes bytes);
    // 64 lower-case hexadecimal digits of everything added; the object is used up.
    [[nodiscard]] std::string finish();

private:
    void compress(const std::byte* block);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, 64> m_block{};
    std::size_t m_filled = 0;
    std::uint64_t m_length = 0;
};

[[nodiscard]] std::string sha256(Bytes bytes);

} // namespace triptych::formats
