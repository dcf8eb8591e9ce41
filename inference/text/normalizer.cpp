// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/normalizer.h"

#include <algorithm>
#include <utility>

#include "inference/text/byte_alphabet.h"

namespace triptych::text {

namespace {

void lowercaseText(AlignedText& text) {
    if (isAscii(text.bytes)) {
        for (char& c : text.bytes)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c + ('a' - 'A'));
        return;
    }
    std::vector<Change> changes;
    for (std::size_t i = 0; i < text.bytes.size();) {
        int change = 0;
        const char32_t c = nextCodePoint(text.bytes, i);
        if (c < 0x80) {
            changes.push_back({c >= U'A' && c <= U'Z' ? c + 32 : c, 0});
            continue;
        }
        for (const char32_t lower : lowerCase(c))
            changes.push_back({lower, std::exchange(change, 1)});
    }
    transform(text, changes);
}

template<typename Map>
void mapText(AlignedText& text, Map map) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < text.bytes.size();)
        changes.push_back({map(nextCodePoint(text.bytes, i)), 0});
    transform(text, changes);
}

bool isDroppedByBert(char32_t c) {
    constexpr char32_t replacement = 0xFFFD;
    return c == 0 || c == replacement || isControl(c);
}

void cleanText(AlignedText& text) {
    const bool plain = std::ranges::all_of(text.bytes, [](char c) { return c >= ' ' && c < 0x7F; });
    if (plain)
        return;
    filterText(text, [](char32_t c) { return !isDroppedByBert(c); });
    mapText(text, [](char32_t c) { return isWhitespace(c) ? U' ' : c; });
}

void spaceChinese(AlignedText& text) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const char32_t c = nextCodePoint(text.bytes, i);
        if (isChineseCharacter(c))
            changes.insert(changes.end(), {{U' ', 0}, {c, 1}, {U' ', 1}});
        else
            changes.push_back({c, 0});
    }
    transform(text, changes);
}

class LowercaseNormalizer final : public Normalizer {
public:
    void apply(AlignedText& text) const override { lowercaseText(text); }
};

class ReplaceNormalizer final : public Normalizer {
public:
    ReplaceNormalizer(PatternPtr pattern, std::string content)
        : m_pattern(std::move(pattern))
        , m_content(std::move(content)) {}

    void apply(AlignedText& text) const override {
        std::vector<ByteRange> matches;
        m_pattern->find(text.bytes, matches);
        const auto isContent = [&](const ByteRange& match) {
            return std::string_view(text.bytes).substr(match.begin, match.end - match.begin) == m_content &&
                   match.end - match.begin <= 1;
        };
        if (std::ranges::all_of(matches, isContent))
            return;
        AlignedText result;
        result.start = text.start;
        std::size_t done = 0;
        for (const ByteRange& match : matches) {
            result.append(text, done, match.begin);
            result.append(m_content, match.end > 0 ? text.origins[match.end - 1] : Origin{text.start, text.start});
            done = match.end;
        }
        result.append(text, done, text.bytes.size());
        text = std::move(result);
    }

private:
    PatternPtr m_pattern;
    std::string m_content;
};

class StripNormalizer final : public Normalizer {
public:
    StripNormalizer(bool left, bool right)
        : m_left(left)
        , m_right(right) {}

    void apply(AlignedText& text) const override {
        std::size_t begin = 0;
        std::size_t contentEnd = 0;
        bool seen = !m_left;
        for (std::size_t i = 0; i < text.bytes.size();) {
            const std::size_t at = i;
            const bool space = isWhitespace(nextCodePoint(text.bytes, i));
            if (!space && !std::exchange(seen, true))
                begin = at;
            if (!space || !m_right)
                contentEnd = i;
        }
        if (!seen || contentEnd <= begin)
            begin = contentEnd = 0;
        if (begin == 0 && contentEnd == text.bytes.size())
            return;
        AlignedText result;
        result.start = text.start;
        result.append(text, begin, contentEnd);
        text = std::move(result);
    }

private:
    bool m_left;
    bool m_right;
};

class StripAccentsNormalizer final : public Normalizer {
public:
    void apply(AlignedText& text) const override {
        if (!isAscii(text.bytes))
            filterText(text, [](char32_t c) { return !isMark(c); });
    }
};

class PrependNormalizer final : public Normalizer {
public:
    explicit PrependNormalizer(std::string prefix)
        : m_prefix(std::move(prefix)) {}
    void apply(AlignedText& text) const override { prepend(text, m_prefix); }

private:
    std::string m_prefix;
};

class NmtNormalizer final : public Normalizer {
public:
    void apply(AlignedText& text) const override {
        filterText(text, [](char32_t c) { return !isDropped(c); });
        mapText(text, [](char32_t c) { return isBlank(c) ? U' ' : c; });
    }

private:
    static bool isDropped(char32_t c) {
        return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F;
    }
    static bool isBlank(char32_t c) {
        return c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x1680 || (c >= 0x200B && c <= 0x200F) ||
               c == 0x2028 || c == 0x2029 || c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
    }
};

class ByteLevelNormalizer final : public Normalizer {
public:
    void apply(AlignedText& text) const override {
        AlignedText result;
        result.start = text.start;
        for (std::size_t i = 0; i < text.bytes.size(); ++i)
            result.append(charOfByte(static_cast<unsigned char>(text.bytes[i])), text.origins[i]);
        text = std::move(result);
    }
};

class SequenceNormalizer final : public Normalizer {
public:
    explicit SequenceNormalizer(std::vector<NormalizerPtr> steps)
        : m_steps(std::move(steps)) {}
    void apply(AlignedText& text) const override {
        for (const NormalizerPtr& step : m_steps)
            step->apply(text);
    }

private:
    std::vector<NormalizerPtr> m_steps;
};

} // namespace

void BertNormalizer::apply(AlignedText& text) const {
    if (cleanText)
        text::cleanText(text);
    const bool ascii = isAscii(text.bytes);
    if (handleChineseChars && !ascii)
        spaceChinese(text);
    if (stripAccents.value_or(lowercase) && !ascii) {
        static const NormalizerPtr nfd = unicodeNormalizer(UnicodeForm::Nfd);
        nfd->apply(text);
        filterText(text, [](char32_t c) { return !isNonspacingMark(c); });
    }
    if (lowercase)
        lowercaseText(text);
}

NormalizerPtr lowercaseNormalizer() {
    return std::make_shared<LowercaseNormalizer>();
}

NormalizerPtr replaceNormalizer(PatternPtr pattern, std::string content) {
    return std::make_shared<ReplaceNormalizer>(std::move(pattern), std::move(content));
}

NormalizerPtr stripNormalizer(bool left, bool right) {
    return std::make_shared<StripNormalizer>(left, right);
}

NormalizerPtr stripAccentsNormalizer() {
    return std::make_shared<StripAccentsNormalizer>();
}

NormalizerPtr prependNormalizer(std::string prefix) {
    return std::make_shared<PrependNormalizer>(std::move(prefix));
}

NormalizerPtr nmtNormalizer() {
    return std::make_shared<NmtNormalizer>();
}

NormalizerPtr byteLevelNormalizer() {
    return std::make_shared<ByteLevelNormalizer>();
}

NormalizerPtr sequenceNormalizer(std::vector<NormalizerPtr> steps) {
    return std::make_shared<SequenceNormalizer>(std::move(steps));
}

} // namespace triptych::text
