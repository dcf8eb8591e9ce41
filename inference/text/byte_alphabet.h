// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace triptych::text {

// The visible character that byte-level tokenizers write for a byte: itself where it can be seen, else one from U+0100
// on (a space is "Ġ").
[[nodiscard]] char32_t charOfByte(unsigned char byte);
[[nodiscard]] std::optional<unsigned char> byteOfChar(char32_t c);
// The bytes that a token of such characters stands for; absent if another character is among them.
[[nodiscard]] std::optional<std::string> bytesOfToken(std::string_view token);

} // namespace triptych::text
