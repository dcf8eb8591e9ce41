// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <unicode/regex.h>
#include <unicode/utext.h>

#include "inference/text/pattern.h"

namespace triptych::text {

namespace {

// A hostile expression must not hang the program: steps of the matcher (about 1 ms each) and bytes of its stack.
constexpr std::int32_t timeLimit = 2000;
constexpr std::int32_t stackLimit = 16'000'000;

// Members of a class of word characters, without its brackets.
const std::string wordMembers = R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})";
const std::string word = "[" + wordMembers + "]";
const std::string notWord = "[^" + wordMembers + "]";

struct Escape {
    char letter;
    std::string outside;
    std::string inside; // of square brackets; empty to keep the escape
};

// Where the two dialects differ: ICU's \s lacks two separators, its \h is a blank, not a hexadecimal digit, its \w has
// the joiners, and its \b overlooks marks.
const std::array escapes{
    Escape{'s', R"(\p{White_Space})", R"(\p{White_Space})"},
    Escape{'S', R"(\P{White_Space})", R"(\P{White_Space})"},
    Escape{'h', "[0-9a-fA-F]", "0-9a-fA-F"},
    Escape{'H', "[^0-9a-fA-F]", "[^0-9a-fA-F]"},
    Escape{'w', word, wordMembers},
    Escape{'W', notWord, notWord},
    Escape{'b', "(?:(?<=" + word + ")(?!" + word + ")|(?<!" + word + ")(?=" + word + "))", ""},
    Escape{'B', "(?:(?<=" + word + ")(?=" + word + ")|(?<!" + word + ")(?!" + word + "))", ""},
};

// A line break at the very end begins no further line.
constexpr const char* lineBegin = R"((?:\A|(?<=\n)(?!\z)))";
constexpr const char* lineEnd = R"((?:(?<!\n)\z|(?=\n)))";

std::string translatedEscape(char letter, bool inside) {
    for (const Escape& escape : escapes)
        if (escape.letter == letter && (!inside || !escape.inside.empty()))
            return inside ? escape.inside : escape.outside;
    return {'\\', letter};
}

std::string translated(const std::string& expression) {
    std::string result;
    int brackets = 0;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const char c = expression[i];
        if (c == '\\' && i + 1 < expression.size())
            result += translatedEscape(expression[++i], brackets > 0);
        else if (brackets == 0 && c == '^')
            result += lineBegin;
        else if (brackets == 0 && c == '$')
            result += lineEnd;
        else
            result += c;
        if (c == '[')
            ++brackets;
        else if (c == ']' && brackets > 0)
            --brackets;
    }
    return result;
}

class IcuPattern final : public Pattern {
public:
    explicit IcuPattern(std::unique_ptr<icu::RegexPattern> pattern)
        : m_pattern(std::move(pattern)) {}

    void find(std::string_view text, std::vector<ByteRange>& matches) const override {
        UErrorCode status = U_ZERO_ERROR;
        UText input = UTEXT_INITIALIZER;
        utext_openUTF8(&input, text.data(), static_cast<std::int64_t>(text.size()), &status);
        const std::unique_ptr<icu::RegexMatcher> matcher(m_pattern->matcher(status));
        if (U_SUCCESS(status)) {
            matcher->setTimeLimit(timeLimit, status);
            matcher->setStackLimit(stackLimit, status);
            matcher->reset(&input);
            collect(*matcher, text, matches, status);
        }
        utext_close(&input);
    }

private:
    // An empty match right behind another match counts for nothing.
    static void collect(icu::RegexMatcher& matcher, std::string_view text, std::vector<ByteRange>& matches,
                        UErrorCode& status) {
        std::size_t from = 0;
        std::size_t lastEnd = std::string_view::npos;
        while (from <= text.size() && matcher.find(static_cast<std::int64_t>(from), status) && U_SUCCESS(status)) {
            const auto begin = static_cast<std::size_t>(matcher.start64(status));
            const auto end = static_cast<std::size_t>(matcher.end64(status));
            if (U_FAILURE(status))
                return;
            from = end;
            if (begin == end && end == lastEnd) {
                ++from;
                while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80)
                    ++from;
                continue;
            }
            matches.push_back({begin, end});
            lastEnd = end;
        }
    }

    std::unique_ptr<icu::RegexPattern> m_pattern;
};

} // namespace

Result<PatternPtr> icuPattern(const std::string& expression, const std::string& where) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError place{};
    // Lines end at a line feed only, as in Oniguruma.
    constexpr std::uint32_t flags = UREGEX_UNIX_LINES;
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(translated(expression)), flags, place, status));
    if (U_FAILURE(status) || !pattern)
        return fail(ErrorCode::BadFormat, "The regular expression \"" + expression + "\" cannot be read.", where);
    return PatternPtr(std::make_shared<IcuPattern>(std::move(pattern)));
}

} // namespace triptych::text
