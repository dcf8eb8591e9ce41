// SPDX-License-Identifier: GPL-3.0-or-later
// Texts as they are spoken: which characters form words, and how Chinese characters sound.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/contract/units.h"
#include "inference/world/caption.h"

namespace triptych::world {

// Broken UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string codePoints(std::string_view text);
[[nodiscard]] std::string utf8(std::u32string_view text);

struct TextWord {
    std::string text;
    CharRange chars;
    bool pauseAfter = false; // punctuation follows

    bool operator==(const TextWord&) const = default;
};

// English: runs of letters, digits and apostrophes. Chinese: the longest words of the world's vocabulary, else runs of
// Latin letters and digits, else single characters. Punctuation and spaces are left out.
[[nodiscard]] std::vector<TextWord> spokenWords(std::string_view text, Language language);

// One syllable with its tone as a digit, 5 for none: "hong2". Covers the vocabulary of the world and some common
// characters; a character with several readings has the one that it has there.
[[nodiscard]] std::optional<std::string_view> pinyin(char32_t character);

} // namespace triptych::world
