// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/contract/units.h"

namespace triptych::text {

// Characters with the place that each came from, so that tokens can point into the text as it was written.
struct TracedText {
    std::u32string chars;
    std::vector<CharRange> sources; // one per character, ascending

    void append(char32_t c, CharRange source) {
        chars.push_back(c);
        sources.push_back(source);
    }
};

// `firstSource` is the code point index of the first character in the whole text.
[[nodiscard]] TracedText traced(std::u32string_view text, std::int64_t firstSource);

// The "BertNormalizer" of Hugging Face tokenizers.
struct BertNormalizer {
    bool cleanText = true;            // drop controls, make all whitespace plain spaces
    bool handleChineseChars = true;   // put spaces around every Chinese character
    std::optional<bool> stripAccents; // absent: as lowercase
    bool lowercase = true;

    [[nodiscard]] TracedText apply(const TracedText& text) const;

    bool operator==(const BertNormalizer&) const = default;
};

// Half-open range of characters of a TracedText.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The "BertPreTokenizer": words between whitespace, every punctuation sign on its own.
[[nodiscard]] std::vector<Piece> splitWords(std::u32string_view text);

} // namespace triptych::text
