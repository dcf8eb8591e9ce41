// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/canonical_text.h"

#include <unicode/uchar.h>

namespace triptych::text {

namespace {

constexpr char32_t capitalSigma = 0x3A3;
constexpr char32_t finalSigma = 0x3C2;

bool isPythonSpace(char32_t c) {
    return isWhitespace(c) || (c >= 0x1C && c <= 0x1F);
}

bool isAsciiPunctuation(char32_t c) {
    return c < 0x80 && isPunctuation(c);
}

bool isCaseIgnorable(char32_t c) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_CASE_IGNORABLE);
}

// A capital sigma is final behind a letter with case unless such a letter follows.
bool isFinal(std::u32string_view text, std::size_t position) {
    const auto isCased = [&](std::size_t i) { return u_hasBinaryProperty(static_cast<UChar32>(text[i]), UCHAR_CASED); };
    std::size_t before = position;
    while (before > 0 && isCaseIgnorable(text[before - 1]))
        --before;
    std::size_t behind = position + 1;
    while (behind < text.size() && isCaseIgnorable(text[behind]))
        ++behind;
    return before > 0 && isCased(before - 1) && (behind == text.size() || !isCased(behind));
}

// As `lower` does it to a whole text.
std::u32string lowerCaseAt(std::u32string_view text, std::size_t position) {
    const char32_t c = text[position];
    if (c < 0x80)
        return std::u32string(1, c >= U'A' && c <= U'Z' ? c + 32 : c);
    return c == capitalSigma && isFinal(text, position) ? std::u32string(1, finalSigma) : lowerCase(c);
}

} // namespace

void canonicalize(AlignedText& text, bool lowercase) {
    AlignedText result;
    result.start = text.start;
    const std::u32string points = decodeUtf8(text.bytes);
    bool space = false;
    Origin spaceOrigin;
    std::size_t byte = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Origin origin = text.origins[byte];
        byte += utf8Length(points[i]);
        if (isPythonSpace(points[i])) {
            spaceOrigin = space ? Origin{spaceOrigin.from, origin.to} : origin;
            space = true;
            continue;
        }
        for (const char32_t c : lowercase ? lowerCaseAt(points, i) : std::u32string(1, points[i])) {
            if (isAsciiPunctuation(c))
                continue;
            if (space && !result.empty())
                result.append(U' ', spaceOrigin);
            space = false;
            result.append(c, origin);
        }
    }
    text = std::move(result);
}

} // namespace triptych::text
