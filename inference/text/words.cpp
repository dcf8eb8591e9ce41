// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/words.h"

#include <algorithm>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

bool isApostrophe(char32_t c) {
    return c == U'\'' || c == U'\u2019';
}

bool joinsLetters(std::u32string_view text, std::size_t position) {
    return isApostrophe(text[position]) && position > 0 && position + 1 < text.size() &&
           isAlphanumeric(text[position - 1]) && isAlphanumeric(text[position + 1]);
}

// End of the word of letters, digits and marks that starts at `begin`.
std::size_t endOfRun(std::u32string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size() && !isWhitespace(text[end]) && !isChineseCharacter(text[end]) &&
           (!isPunctuation(text[end]) || joinsLetters(text, end)))
        ++end;
    return end;
}

std::vector<CharRange> rangesOf(std::u32string_view text, const Lexicon& lexicon) {
    std::vector<CharRange> ranges;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin + 1;
        if (isChineseCharacter(text[begin]))
            end = begin + lexicon.longestAt(text, begin);
        else if (!isWhitespace(text[begin]) && !isPunctuation(text[begin]))
            end = endOfRun(text, begin);
        if (!isWhitespace(text[begin]))
            ranges.push_back({static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
        begin = end;
    }
    return ranges;
}

bool overlap(const CharRange& a, const CharRange& b) {
    return a.from < b.to && b.from < a.to;
}

// Joins neighbours that one token touches.
std::vector<CharRange> joinedAcrossTokens(const std::vector<CharRange>& ranges, const std::vector<Token>& tokens) {
    std::vector<CharRange> joined;
    auto token = tokens.begin();
    for (const CharRange& range : ranges) {
        while (token != tokens.end() && (token->special || token->chars.to <= range.from))
            ++token;
        const bool shared = token != tokens.end() && !joined.empty() && overlap(token->chars, range) &&
                            overlap(token->chars, joined.back());
        if (shared)
            joined.back().to = range.to;
        else
            joined.push_back(range);
    }
    return joined;
}

} // namespace

Lexicon::Lexicon(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        std::u32string points = decodeUtf8(word);
        m_longest = std::max(m_longest, points.size());
        m_words.insert(std::move(points));
    }
}

std::size_t Lexicon::longestAt(std::u32string_view text, std::size_t position) const {
    for (std::size_t length = std::min(m_longest, text.size() - position); length > 1; --length)
        if (m_words.contains(std::u32string(text.substr(position, length))))
            return length;
    return 1;
}

std::vector<CharRange> wordRanges(std::string_view text, const Lexicon& lexicon) {
    return rangesOf(decodeUtf8(text), lexicon);
}

std::vector<Word> mergeIntoWords(std::string_view text, std::vector<Token>& tokens, const Lexicon& lexicon) {
    const std::u32string points = decodeUtf8(text);
    const std::vector<CharRange> ranges = joinedAcrossTokens(rangesOf(points, lexicon), tokens);
    std::vector<Word> words;
    auto range = ranges.begin();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        Token& token = tokens[i];
        token.word = -1;
        while (!token.special && range != ranges.end() && range->to <= token.chars.from)
            ++range;
        if (token.special || range == ranges.end() || !overlap(token.chars, *range))
            continue;
        if (words.empty() || words.back().chars != *range) {
            const auto from = static_cast<std::size_t>(range->from);
            const auto length = static_cast<std::size_t>(range->to - range->from);
            words.push_back(
                {encodeUtf8(std::u32string_view(points).substr(from, length)), *range, static_cast<int>(i), 0});
        }
        token.word = static_cast<int>(words.size()) - 1;
        words.back().tokenCount = static_cast<int>(i) + 1 - words.back().firstToken;
    }
    return words;
}

} // namespace triptych::text
