// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>

#include "inference/formats/image_codec.h"

namespace triptych::formats {

namespace {

constexpr std::uint32_t orientationTag = 0x0112;
constexpr std::uint32_t shortType = 3;

// Unsigned numbers of an EXIF block in its own byte order; 0 past its end.
class Reader {
public:
    explicit Reader(Bytes bytes)
        : m_bytes(bytes)
        , m_bigEndian(!bytes.empty() && bytes[0] == std::byte{'M'}) {}

    [[nodiscard]] std::uint32_t number(std::size_t offset, std::size_t size) const {
        if (offset > m_bytes.size() || size > m_bytes.size() - offset)
            return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | std::to_integer<std::uint32_t>(m_bytes[offset + (m_bigEndian ? i : size - 1 - i)]);
        return value;
    }

private:
    Bytes m_bytes;
    bool m_bigEndian;
};

} // namespace

int exifOrientation(Bytes exif) {
    constexpr std::size_t entryBytes = 12;
    const Reader reader(exif);
    const bool known = exif.size() >= 8 && (exif[0] == std::byte{'I'} || exif[0] == std::byte{'M'}) &&
                       exif[0] == exif[1] && reader.number(2, 2) == 42;
    if (!known)
        return 1;
    const std::size_t directory = reader.number(4, 4);
    const std::uint32_t entries = reader.number(directory, 2);
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * entryBytes;
        if (reader.number(entry, 2) != orientationTag)
            continue;
        const std::uint32_t value = reader.number(entry + 8, 2);
        return reader.number(entry + 2, 2) == shortType && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

} // namespace triptych::formats
