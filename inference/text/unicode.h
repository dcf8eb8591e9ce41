// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace triptych::text {

// Code points of UTF-8 text; every malformed byte becomes U+FFFD.
[[nodiscard]] std::u32string decodeUtf8(std::string_view text);
[[nodiscard]] std::string encodeUtf8(std::u32string_view text);

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

// Full lower-case mapping of one character, without context.
[[nodiscard]] std::u32string lowerCase(char32_t c);
// Canonical decomposition of one character.
[[nodiscard]] std::u32string decompose(char32_t c);

} // namespace triptych::text
