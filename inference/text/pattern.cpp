// SPDX-License-Identifier: GPL-3.0-or-later
// The well-known patterns, matched by hand: ICU takes most of the time of a tokenizer otherwise.
#include "inference/text/pattern.h"

#include <array>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

// A place in the text with the class of the character there.
class Cursor {
public:
    Cursor(std::string_view text, std::size_t position)
        : m_text(text)
        , m_position(position) {
        read();
    }

    [[nodiscard]] bool atEnd() const { return m_position >= m_text.size(); }
    [[nodiscard]] std::size_t position() const { return m_position; }
    [[nodiscard]] char32_t c() const { return m_c; }
    [[nodiscard]] bool is(CharClass wanted) const { return !atEnd() && m_class == wanted; }
    [[nodiscard]] bool isNewline() const { return !atEnd() && (m_c == U'\r' || m_c == U'\n'); }

    void advance() {
        m_position = m_next;
        read();
    }
    // At most `limit` characters of one class.
    bool skipRun(CharClass wanted, std::size_t limit = std::string_view::npos) {
        const std::size_t before = m_position;
        for (; limit > 0 && is(wanted); --limit)
            advance();
        return m_position > before;
    }

private:
    void read() {
        m_next = m_position;
        if (atEnd())
            return;
        m_c = nextCodePoint(m_text, m_next);
        m_class = charClass(m_c);
    }

    std::string_view m_text;
    std::size_t m_position = 0;
    std::size_t m_next = 0;
    char32_t m_c = 0;
    CharClass m_class = CharClass::Other;
};

constexpr std::array<std::string_view, 7> contractions{"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

// Length of the contraction at the start of the text; 0 where there is none.
std::size_t contractionLength(std::string_view text) {
    for (const std::string_view contraction : contractions)
        if (text.starts_with(contraction))
            return contraction.size();
    return 0;
}

std::size_t foldedContractionLength(std::string_view text) {
    constexpr std::string_view longS = "\u017F"; // folds to "s"
    if (text.substr(1).starts_with(longS))
        return 1 + longS.size();
    std::array<char, 3> folded{};
    const std::size_t length = std::min(folded.size(), text.size());
    for (std::size_t i = 0; i < length; ++i)
        folded[i] = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    return contractionLength({folded.data(), length});
}

// `\s+(?!\S)|\s+`: a run of whitespace leaves its last character to the word behind it.
std::size_t endOfWhitespace(Cursor cursor) {
    std::size_t last = cursor.position();
    const std::size_t begin = last;
    while (cursor.is(CharClass::Space)) {
        last = cursor.position();
        cursor.advance();
    }
    return cursor.atEnd() || last == begin ? cursor.position() : last;
}

std::size_t gpt2Match(std::string_view text, std::size_t begin) {
    Cursor cursor(text, begin);
    if (cursor.c() == U'\'')
        if (const std::size_t length = contractionLength(text.substr(begin)))
            return begin + length;
    if (cursor.c() == U' ')
        cursor.advance();
    for (const CharClass wanted : {CharClass::Letter, CharClass::Number, CharClass::Other})
        if (cursor.skipRun(wanted))
            return cursor.position();
    return endOfWhitespace(Cursor(text, begin));
}

// A mark that the pattern cannot match gives `begin`.
std::size_t clipMatch(std::string_view text, std::size_t begin) {
    const std::string_view rest = text.substr(begin);
    if (rest.front() == '<')
        for (const std::string_view special : {"<|startoftext|>", "<|endoftext|>"})
            if (rest.starts_with(special))
                return begin + special.size();
    if (rest.front() == '\'')
        if (const std::size_t length = contractionLength(rest))
            return begin + length;
    Cursor cursor(text, begin);
    if (cursor.skipRun(CharClass::Letter) || cursor.skipRun(CharClass::Number, 1) || cursor.skipRun(CharClass::Other))
        return cursor.position();
    return begin;
}

// End of the last line break inside the whitespace that starts here; the start where there is none.
std::size_t endOfLastLineBreak(Cursor cursor) {
    std::size_t end = cursor.position();
    while (cursor.is(CharClass::Space)) {
        const bool newline = cursor.isNewline();
        cursor.advance();
        if (newline)
            end = cursor.position();
    }
    return end;
}

std::size_t qwen2Match(std::string_view text, std::size_t begin, std::size_t digits) {
    Cursor cursor(text, begin);
    if (cursor.c() == U'\'')
        if (const std::size_t length = foldedContractionLength(text.substr(begin)))
            return begin + length;
    Cursor letters = cursor;
    if (!letters.isNewline() && !letters.is(CharClass::Letter) && !letters.is(CharClass::Number))
        letters.advance();
    if (letters.skipRun(CharClass::Letter))
        return letters.position();
    if (cursor.skipRun(CharClass::Number, digits))
        return cursor.position();
    Cursor signs = cursor;
    if (signs.c() == U' ')
        signs.advance();
    if (signs.skipRun(CharClass::Other)) {
        while (signs.isNewline())
            signs.advance();
        return signs.position();
    }
    if (const std::size_t end = endOfLastLineBreak(cursor); end > begin)
        return end;
    return endOfWhitespace(cursor);
}

std::size_t qwen2Single(std::string_view text, std::size_t begin) {
    return qwen2Match(text, begin, 1);
}

std::size_t llama3Match(std::string_view text, std::size_t begin) {
    return qwen2Match(text, begin, 3);
}

std::size_t whitespaceMatch(std::string_view text, std::size_t begin) {
    Cursor cursor(text, begin);
    while (!cursor.atEnd() && isWhitespace(cursor.c()))
        cursor.advance();
    return cursor.position();
}

std::size_t wordMatch(std::string_view text, std::size_t begin) {
    Cursor cursor(text, begin);
    const bool word = isWordCharacter(cursor.c());
    while (!cursor.atEnd() && !isWhitespace(cursor.c()) && isWordCharacter(cursor.c()) == word)
        cursor.advance();
    return cursor.position();
}

class ScannedPattern final : public Pattern {
public:
    // `match` gives the end of the match that begins at a place, or that place.
    explicit ScannedPattern(std::size_t (*match)(std::string_view text, std::size_t begin))
        : m_match(match) {}

    void find(std::string_view text, std::vector<ByteRange>& matches) const override {
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = m_match(text, begin);
            if (end > begin)
                matches.push_back({begin, end});
            else
                static_cast<void>(nextCodePoint(text, begin));
            begin = std::max(begin, end);
        }
    }

private:
    std::size_t (*m_match)(std::string_view, std::size_t);
};

class LiteralPattern final : public Pattern {
public:
    explicit LiteralPattern(std::string text)
        : m_text(std::move(text)) {}

    void find(std::string_view text, std::vector<ByteRange>& matches) const override {
        if (m_text.empty())
            return;
        for (std::size_t at = text.find(m_text); at != std::string_view::npos;
             at = text.find(m_text, at + m_text.size()))
            matches.push_back({at, at + m_text.size()});
    }

private:
    std::string m_text;
};

class CharacterPattern final : public Pattern {
public:
    explicit CharacterPattern(bool (*isMatch)(char32_t))
        : m_isMatch(isMatch) {}

    void find(std::string_view text, std::vector<ByteRange>& matches) const override {
        for (std::size_t position = 0; position < text.size();) {
            const std::size_t begin = position;
            if (m_isMatch(nextCodePoint(text, position)))
                matches.push_back({begin, position});
        }
    }

private:
    bool (*m_isMatch)(char32_t);
};

struct Known {
    std::string_view expression;
    std::size_t (*match)(std::string_view, std::size_t);
};

constexpr std::array knownPatterns{
    Known{gpt2Expression, gpt2Match},
    Known{clipExpression, clipMatch},
    Known{qwen2Expression, qwen2Single},
    Known{llama3Expression, llama3Match},
    Known{whitespaceExpression, whitespaceMatch},
};

} // namespace

PatternPtr literalPattern(std::string text) {
    return std::make_shared<LiteralPattern>(std::move(text));
}

PatternPtr characterPattern(bool (*isMatch)(char32_t)) {
    return std::make_shared<CharacterPattern>(isMatch);
}

PatternPtr wordPattern() {
    return std::make_shared<ScannedPattern>(wordMatch);
}

PatternPtr knownPattern(std::string_view expression) {
    for (const Known& known : knownPatterns)
        if (known.expression == expression)
            return std::make_shared<ScannedPattern>(known.match);
    return nullptr;
}

Result<PatternPtr> regexPattern(const std::string& expression, const std::string& where) {
    if (PatternPtr known = knownPattern(expression))
        return known;
    return icuPattern(expression, where);
}

} // namespace triptych::text
