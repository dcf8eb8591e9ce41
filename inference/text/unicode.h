// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace triptych::text {

// Code points of UTF-8 text; every malformed byte becomes U+FFFD.
[[nodiscard]] std::u32string decodeUtf8(std::string_view text);
[[nodiscard]] std::string encodeUtf8(std::u32string_view text);
void appendUtf8(std::string& bytes, char32_t c);

// The code point at `position` of valid UTF-8, which moves behind it.
[[nodiscard]] inline char32_t nextCodePoint(std::string_view text, std::size_t& position) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
    const char32_t lead = byte(0);
    if (lead < 0x80) {
        ++position;
        return lead;
    }
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        c = (c << 6) | (byte(i) & 0x3FU);
    position += length;
    return c;
}
[[nodiscard]] inline std::size_t utf8Length(char32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}
[[nodiscard]] bool isAscii(std::string_view text);

[[nodiscard]] bool isWhitespace(char32_t c);
// Controls, format characters and private use; tab, line feed and carriage return are whitespace instead. Unassigned
// code points are none, as in the Hugging Face library.
[[nodiscard]] bool isControl(char32_t c);
// Unicode punctuation and every ASCII sign ("$", "+", "<" and so on), as BERT splits it.
[[nodiscard]] bool isPunctuation(char32_t c);
[[nodiscard]] bool isNonspacingMark(char32_t c);
// Han characters of the blocks that BERT takes apart one by one; no kana, no hangul.
[[nodiscard]] bool isChineseCharacter(char32_t c);
// Letters and digits of any script.
[[nodiscard]] bool isAlphanumeric(char32_t c);
// General category N: digits, letter numbers (Roman numerals) and others (fractions).
[[nodiscard]] bool isNumber(char32_t c);
// Letters, marks, digits, connectors and joiners: what `\w` means to Rust.
[[nodiscard]] bool isWordCharacter(char32_t c);
// General category M.
[[nodiscard]] bool isMark(char32_t c);

// What the patterns of byte-level tokenizers distinguish.
enum class CharClass : std::uint8_t { Other, Space, Letter, Number };
[[nodiscard]] CharClass charClass(char32_t c);

// Full lower-case mapping of one character, without context.
[[nodiscard]] std::u32string lowerCase(char32_t c);
// Canonical (or, with `compatible`, compatibility) decomposition of one character.
[[nodiscard]] std::u32string decompose(char32_t c, bool compatible = false);

} // namespace triptych::text
