// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/byte_alphabet.h"

#include <array>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

constexpr bool isVisible(unsigned int byte) {
    return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

struct Tables {
    std::array<char32_t, 256> chars{};
    std::array<int, 512> bytes{};
};

constexpr Tables tables = [] {
    Tables result;
    result.bytes.fill(-1);
    char32_t next = 256;
    for (unsigned int byte = 0; byte < 256; ++byte) {
        const char32_t c = isVisible(byte) ? byte : next++;
        result.chars[byte] = c;
        result.bytes[c] = static_cast<int>(byte);
    }
    return result;
}();

} // namespace

char32_t charOfByte(unsigned char byte) {
    return tables.chars[byte];
}

std::optional<unsigned char> byteOfChar(char32_t c) {
    if (c >= tables.bytes.size() || tables.bytes[c] < 0)
        return std::nullopt;
    return static_cast<unsigned char>(tables.bytes[c]);
}

std::optional<std::string> bytesOfToken(std::string_view token) {
    std::string bytes;
    for (std::size_t i = 0; i < token.size();) {
        const auto byte = byteOfChar(nextCodePoint(token, i));
        if (!byte)
            return std::nullopt;
        bytes.push_back(static_cast<char>(*byte));
    }
    return bytes;
}

} // namespace triptych::text
