// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/normalizer.h"

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

// Replaces every character by what `map` makes of it, at the place of the original.
template<typename Map>
TracedText mapped(const TracedText& text, Map map) {
    TracedText result;
    for (std::size_t i = 0; i < text.chars.size(); ++i)
        for (const char32_t c : map(text.chars[i]))
            result.append(c, text.sources[i]);
    return result;
}

std::u32string cleaned(char32_t c) {
    constexpr char32_t replacement = 0xFFFD;
    if (c == 0 || c == replacement || isControl(c))
        return {};
    return std::u32string(1, isWhitespace(c) ? U' ' : c);
}

std::u32string spacedIfChinese(char32_t c) {
    return isChineseCharacter(c) ? std::u32string{U' ', c, U' '} : std::u32string(1, c);
}

std::u32string withoutMarks(char32_t c) {
    std::u32string kept;
    for (const char32_t part : decompose(c))
        if (!isNonspacingMark(part))
            kept.push_back(part);
    return kept;
}

} // namespace

TracedText traced(std::u32string_view text, std::int64_t firstSource) {
    TracedText result;
    for (const char32_t c : text) {
        result.append(c, {firstSource, firstSource + 1});
        ++firstSource;
    }
    return result;
}

TracedText BertNormalizer::apply(const TracedText& text) const {
    TracedText result = text;
    if (cleanText)
        result = mapped(result, cleaned);
    if (handleChineseChars)
        result = mapped(result, spacedIfChinese);
    if (stripAccents.value_or(lowercase))
        result = mapped(result, withoutMarks);
    if (lowercase)
        result = mapped(result, lowerCase);
    return result;
}

std::vector<Piece> splitWords(std::u32string_view text) {
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    const auto finish = [&](std::size_t end) {
        if (end > begin)
            pieces.push_back({begin, end});
        begin = end;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isWhitespace(text[i])) {
            finish(i);
            begin = i + 1;
        } else if (isPunctuation(text[i])) {
            finish(i);
            finish(i + 1);
        }
    }
    finish(text.size());
    return pieces;
}

} // namespace triptych::text
