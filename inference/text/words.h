// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "inference/contract/units.h"

namespace triptych::text {

// Known words of scripts that put no spaces between them.
class Lexicon {
public:
    Lexicon() = default;
    explicit Lexicon(const std::vector<std::string>& words);

    // Characters of the longest known word that starts at `position`; 1 where none does.
    [[nodiscard]] std::size_t longestAt(std::u32string_view text, std::size_t position) const;

private:
    std::set<std::u32string> m_words;
    std::size_t m_longest = 1;
};

// Words of a text in order: stretches between whitespace, punctuation signs on their own (an apostrophe between letters
// stays inside its word), and in Chinese the longest words of the lexicon, else single characters.
[[nodiscard]] std::vector<CharRange> wordRanges(std::string_view text, const Lexicon& lexicon);

// Merges tokens into words and sets Token::word. A token is never divided: words that share one become one word. Words
// without tokens (cut off by the model's limit, or dropped by its normaliser) are left out.
[[nodiscard]] std::vector<Word> mergeIntoWords(std::string_view text, std::vector<Token>& tokens,
                                               const Lexicon& lexicon = {});

} // namespace triptych::text
