// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/base64.h"

#include <cstdint>

namespace triptych::text {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int valueOf(char c) {
    const std::size_t place = alphabet.find(c);
    return place == std::string_view::npos ? -1 : static_cast<int>(place);
}

} // namespace

std::optional<std::string> decodeBase64(std::string_view text) {
    while (text.ends_with('='))
        text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = valueOf(c);
        if (value < 0)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>(bits >> count & 0xFFU));
        }
    }
    return bytes;
}

std::string encodeBase64(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            text.push_back(alphabet[bits >> (count - 6) & 0x3FU]);
    }
    if (count > 0)
        text.push_back(alphabet[bits << (6 - count) & 0x3FU]);
    text.resize((text.size() + 3) / 4 * 4, '=');
    return text;
}

} // namespace triptych::text
