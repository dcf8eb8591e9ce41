// SPDX-License-Identifier: GPL-3.0-or-later
#include <unicode/regex.h>
#include <unicode/utext.h>

#include "inference/text/pattern.h"

namespace triptych::text {

namespace {

// A hostile expression must not hang the program: steps of the matcher (about 1 ms each) and bytes of its stack.
constexpr std::int32_t timeLimit = 2000;
constexpr std::int32_t stackLimit = 16'000'000;

struct Escape {
    char letter;
    const char* outside;
    const char* inside; // of square brackets
};

// Where the two dialects differ: ICU's \s lacks two separators, its \h is a blank, not a hexadecimal digit, and its \w
// has the joiners.
constexpr Escape escapes[] = {
    {'s', R"(\p{White_Space})", R"(\p{White_Space})"},
    {'S', R"(\P{White_Space})", R"(\P{White_Space})"},
    {'h', "[0-9a-fA-F]", "0-9a-fA-F"},
    {'H', "[^0-9a-fA-F]", "[^0-9a-fA-F]"},
    {'w', R"([\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])", R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})"},
    {'W', R"([^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])", R"([^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])"},
};

std::string translated(const std::string& expression) {
    std::string result;
    int brackets = 0;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const char c = expression[i];
        if (c != '\\' || i + 1 == expression.size()) {
            brackets += c == '[' ? 1 : c == ']' && brackets > 0 ? -1 : 0;
            result += c;
            continue;
        }
        const char next = expression[++i];
        const char* replacement = nullptr;
        for (const Escape& escape : escapes)
            if (escape.letter == next)
                replacement = brackets > 0 ? escape.inside : escape.outside;
        result += replacement ? std::string(replacement) : std::string{c, next};
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
    // Lines end at a line feed only, and ^ and $ stand for lines, as in Oniguruma.
    constexpr std::uint32_t flags = UREGEX_MULTILINE | UREGEX_UNIX_LINES;
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(translated(expression)), flags, place, status));
    if (U_FAILURE(status) || !pattern)
        return fail(ErrorCode::BadFormat, "The regular expression \"" + expression + "\" cannot be read.", where);
    return PatternPtr(std::make_shared<IcuPattern>(std::move(pattern)));
}

} // namespace triptych::text
