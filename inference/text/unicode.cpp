// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/unicode.h"

#include <array>
#include <vector>

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace triptych::text {

namespace {

constexpr char32_t replacement = 0xFFFD;

std::u32string codePointsOf(const icu::UnicodeString& text) {
    std::u32string points;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        points.push_back(static_cast<char32_t>(text.char32At(i)));
    return points;
}

CharClass classOf(char32_t c) {
    const std::uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(c));
    if ((category & U_GC_L_MASK) != 0)
        return CharClass::Letter;
    if ((category & U_GC_N_MASK) != 0)
        return CharClass::Number;
    return u_isUWhiteSpace(static_cast<UChar32>(c)) ? CharClass::Space : CharClass::Other;
}

struct Range {
    char32_t first;
    char32_t last;
};

constexpr std::array chineseRanges{
    Range{0x4E00, 0x9FFF},   Range{0x3400, 0x4DBF},   Range{0x20000, 0x2A6DF}, Range{0x2A700, 0x2B73F},
    Range{0x2B740, 0x2B81F}, Range{0x2B920, 0x2CEAF}, Range{0xF900, 0xFAFF},   Range{0x2F800, 0x2FA1F},
};

} // namespace

std::u32string decodeUtf8(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        points.push_back(c < 0 ? replacement : static_cast<char32_t>(c));
    }
    return points;
}

std::string encodeUtf8(std::u32string_view text) {
    std::string bytes;
    for (const char32_t c : text)
        appendUtf8(bytes, c);
    return bytes;
}

void appendUtf8(std::string& bytes, char32_t c) {
    if (c < 0x80) {
        bytes.push_back(static_cast<char>(c));
        return;
    }
    std::array<std::uint8_t, U8_MAX_LENGTH> buffer{};
    std::size_t length = 0;
    UBool invalid = false;
    U8_APPEND(buffer.data(), length, buffer.size(), static_cast<UChar32>(c), invalid);
    if (!invalid)
        bytes.append(reinterpret_cast<const char*>(buffer.data()), length);
}

bool isAscii(std::string_view text) {
    unsigned char all = 0;
    for (const char c : text)
        all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

bool isWhitespace(char32_t c) {
    return u_isUWhiteSpace(static_cast<UChar32>(c));
}

bool isControl(char32_t c) {
    if (c == U'\t' || c == U'\n' || c == U'\r')
        return false;
    constexpr std::uint32_t other = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & other) != 0;
}

bool isPunctuation(char32_t c) {
    const bool asciiSign =
        (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    return asciiSign || u_ispunct(static_cast<UChar32>(c));
}

bool isNonspacingMark(char32_t c) {
    return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

bool isChineseCharacter(char32_t c) {
    for (const Range& range : chineseRanges)
        if (c >= range.first && c <= range.last)
            return true;
    return false;
}

bool isAlphanumeric(char32_t c) {
    return u_isalnum(static_cast<UChar32>(c));
}

bool isNumber(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_N_MASK) != 0;
}

bool isMark(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

bool isWordCharacter(char32_t c) {
    constexpr std::uint32_t others = U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_ALPHABETIC) ||
           u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_JOIN_CONTROL) ||
           (U_GET_GC_MASK(static_cast<UChar32>(c)) & others) != 0;
}

CharClass charClass(char32_t c) {
    static const std::vector<CharClass> basicPlane = [] {
        std::vector<CharClass> classes(0x10000);
        for (char32_t i = 0; i < classes.size(); ++i)
            classes[i] = classOf(i);
        return classes;
    }();
    return c < basicPlane.size() ? basicPlane[c] : classOf(c);
}

std::u32string lowerCase(char32_t c) {
    return codePointsOf(icu::UnicodeString(static_cast<UChar32>(c)).toLower(icu::Locale::getRoot()));
}

std::u32string decompose(char32_t c, bool compatible) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form =
        compatible ? icu::Normalizer2::getNFKDInstance(status) : icu::Normalizer2::getNFDInstance(status);
    icu::UnicodeString decomposition;
    if (U_FAILURE(status) || !form->getDecomposition(static_cast<UChar32>(c), decomposition))
        return std::u32string(1, c);
    return codePointsOf(decomposition);
}

} // namespace triptych::text
