// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of a SentencePiece model: a double-array trie (Darts) from character sequences to places in a block of
// NUL-terminated replacements.
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include "inference/text/normalizer.h"

namespace triptych::text {

namespace {

constexpr std::size_t longestGrapheme = 5; // bytes; longer ones are looked up character by character

class PrecompiledNormalizer final : public Normalizer {
public:
    PrecompiledNormalizer(std::vector<std::uint32_t> trie, std::string replacements)
        : m_trie(std::move(trie))
        , m_replacements(std::move(replacements)) {
        for (std::size_t byte = 0; byte < m_ascii.size(); ++byte) {
            const char c = static_cast<char>(byte);
            m_ascii[byte] = replacementOf({&c, 1}).has_value();
        }
    }

    void apply(AlignedText& text) const override {
        if (isUntouched(text.bytes))
            return;
        std::vector<Change> changes;
        bool modified = false;
        for (const ByteRange& grapheme : graphemesOf(text.bytes))
            modified |= appendGrapheme(
                std::string_view(text.bytes).substr(grapheme.begin, grapheme.end - grapheme.begin), changes);
        if (modified)
            transform(text, changes);
    }

private:
    [[nodiscard]] bool isUntouched(std::string_view text) const {
        for (const char c : text)
            if (static_cast<unsigned char>(c) >= 0x80 || m_ascii[static_cast<unsigned char>(c)])
                return false;
        return true;
    }

    // Extended grapheme clusters.
    static std::vector<ByteRange> graphemesOf(std::string_view text) {
        std::vector<ByteRange> graphemes;
        UErrorCode status = U_ZERO_ERROR;
        static const std::unique_ptr<icu::BreakIterator> prototype(
            icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
        const std::unique_ptr<icu::BreakIterator> breaks(prototype ? prototype->clone() : nullptr);
        if (!breaks)
            return {{0, text.size()}};
        UText input = UTEXT_INITIALIZER;
        utext_openUTF8(&input, text.data(), static_cast<std::int64_t>(text.size()), &status);
        breaks->setText(&input, status);
        std::size_t begin = 0;
        for (std::int32_t end = breaks->first(); end != icu::BreakIterator::DONE; end = breaks->next()) {
            if (static_cast<std::size_t>(end) > begin)
                graphemes.push_back({begin, static_cast<std::size_t>(end)});
            begin = static_cast<std::size_t>(end);
        }
        utext_close(&input);
        return graphemes;
    }

    bool appendGrapheme(std::string_view grapheme, std::vector<Change>& changes) const {
        if (grapheme.size() <= longestGrapheme)
            if (const auto replacement = replacementOf(grapheme)) {
                appendReplacement(grapheme, *replacement, changes);
                return true;
            }
        bool modified = false;
        for (std::size_t i = 0; i < grapheme.size();) {
            const std::size_t begin = i;
            const char32_t c = nextCodePoint(grapheme, i);
            const std::string_view part = grapheme.substr(begin, i - begin);
            if (const auto replacement = replacementOf(part)) {
                appendReplacement(part, *replacement, changes);
                modified = true;
            } else {
                changes.push_back({c, 0});
            }
        }
        return modified;
    }

    // More characters than before are inserted ones; fewer are swallowed by the last, which may be one of an earlier
    // replacement.
    static void appendReplacement(std::string_view part, std::string_view replacement, std::vector<Change>& changes) {
        const auto lengthOf = [](std::string_view text) {
            return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
        };
        const auto difference = lengthOf(replacement) - lengthOf(part);
        for (std::size_t i = 0; i < replacement.size();)
            changes.push_back({nextCodePoint(replacement, i), 0});
        for (std::ptrdiff_t i = 0; i < difference; ++i)
            changes[changes.size() - 1 - static_cast<std::size_t>(i)].change = 1;
        if (difference < 0 && !changes.empty())
            changes.back().change += static_cast<int>(difference);
    }

    // Of the shortest key that the chunk begins with, as the reference has it.
    [[nodiscard]] std::optional<std::string_view> replacementOf(std::string_view chunk) const {
        std::size_t node = offsetOf(m_trie.front());
        for (const char c : chunk) {
            const auto label = static_cast<unsigned char>(c);
            if (label == 0)
                break;
            node ^= label;
            if (node >= m_trie.size() || (m_trie[node] & (1U << 31 | 0xFFU)) != label)
                return std::nullopt;
            const std::uint32_t unit = m_trie[node];
            node ^= offsetOf(unit);
            if ((unit >> 8 & 1U) == 0)
                continue;
            const std::size_t place = node < m_trie.size() ? m_trie[node] & 0x7FFFFFFFU : m_replacements.size();
            if (place >= m_replacements.size())
                return std::nullopt;
            return std::string_view(m_replacements.c_str() + place);
        }
        return std::nullopt;
    }

    static std::size_t offsetOf(std::uint32_t unit) {
        return static_cast<std::size_t>(unit >> 10) << ((unit & 1U << 9) >> 6);
    }

    std::vector<std::uint32_t> m_trie;
    std::string m_replacements;
    std::array<bool, 128> m_ascii{}; // has a replacement
};

} // namespace

Result<NormalizerPtr> precompiledNormalizer(std::string rules, const std::string& where) {
    std::uint32_t trieBytes = 0;
    if (rules.size() >= sizeof trieBytes)
        std::memcpy(&trieBytes, rules.data(), sizeof trieBytes);
    if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes > rules.size() - sizeof trieBytes)
        return fail(ErrorCode::BadFormat, "The compiled normalisation rules are damaged.", where);
    std::vector<std::uint32_t> trie(trieBytes / 4);
    std::memcpy(trie.data(), rules.data() + sizeof trieBytes, trieBytes);
    std::string replacements = encodeUtf8(decodeUtf8(std::string_view(rules).substr(sizeof trieBytes + trieBytes)));
    return NormalizerPtr(std::make_shared<PrecompiledNormalizer>(std::move(trie), std::move(replacements)));
}

} // namespace triptych::text
