// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

// The number of `width` bytes, at most 8, that begins at `offset`. The caller has checked that the bytes are there.
[[nodiscard]] inline std::uint64_t littleEndian(Bytes bytes, std::size_t offset, std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t i = width; i-- > 0;)
        number = number << 8 | std::to_integer<std::uint64_t>(bytes[offset + i]);
    return number;
}

} // namespace triptych::formats
