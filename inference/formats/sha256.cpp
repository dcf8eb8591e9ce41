// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/sha256.h"

#include <algorithm>

#include "inference/formats/sha256_blocks.h"

namespace triptych::formats {

void Sha256::compress(const std::byte* block) {
    static const bool inHardware = hasSha256Hardware();
    if (inHardware)
        compressInHardware(m_state, block);
    else
        compressInSoftware(m_state, block);
}

void Sha256::add(Bytes bytes) {
    m_length += bytes.size();
    while (!bytes.empty()) {
        if (m_filled == 0 && bytes.size() >= m_block.size()) {
            compress(bytes.data());
            bytes = bytes.subspan(m_block.size());
            continue;
        }
        const std::size_t taken = std::min(bytes.size(), m_block.size() - m_filled);
        std::copy_n(bytes.begin(), taken, m_block.begin() + static_cast<std::ptrdiff_t>(m_filled));
        m_filled += taken;
        bytes = bytes.subspan(taken);
        if (m_filled == m_block.size()) {
            compress(m_block.data());
            m_filled = 0;
        }
    }
}

std::string Sha256::finish() {
    const std::uint64_t bits = m_length * 8;
    constexpr std::array padding{std::byte{0x80}};
    constexpr std::array zero{std::byte{0}};
    add(padding);
    while (m_filled != m_block.size() - sizeof bits)
        add(zero);
    std::array<std::byte, sizeof bits> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<std::byte>(bits >> (8 * (length.size() - 1 - i)));
    add(length);

    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint32_t word : m_state)
        for (int shift = 28; shift >= 0; shift -= 4)
            text.push_back(digits[(word >> shift) & 0xF]);
    return text;
}

std::string sha256(Bytes bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

} // namespace triptych::formats
