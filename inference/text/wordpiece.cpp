// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/wordpiece.h"

#include <algorithm>
#include <unordered_map>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

struct FoundPiece {
    std::int64_t id = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class WordPiece final : public Tokenizer {
public:
    explicit WordPiece(WordPieceSpec spec)
        : m_spec(std::move(spec)) {
        for (const auto& [token, id] : m_spec.vocabulary)
            addEntry(token, id);
        for (const AddedToken& token : m_spec.addedTokens)
            addEntry(token.content, token.id);
        m_unknownId = m_ids.at(m_spec.unknownToken);
    }

    Encoding encode(std::string_view text, std::optional<std::size_t> maxTokens) const override {
        Encoding body;
        const std::u32string points = decodeUtf8(text);
        for (const TextSection& section : splitAtAddedTokens(points, m_spec.addedTokens)) {
            const CharRange range{static_cast<std::int64_t>(section.begin), static_cast<std::int64_t>(section.end)};
            if (section.token)
                append(body, section.token->id, range, section.token->special);
            else
                encodeSection(std::u32string_view(points).substr(section.begin, section.end - section.begin),
                              range.from, body);
        }
        return framed(std::move(body), maxTokens);
    }

    std::optional<std::int64_t> idOf(std::string_view token) const override {
        const auto found = m_ids.find(std::string(token));
        return found == m_ids.end() ? std::nullopt : std::optional(found->second);
    }

    std::string tokenOf(std::int64_t id) const override {
        const auto found = m_tokens.find(id);
        return found == m_tokens.end() ? std::string() : found->second;
    }

    std::int64_t vocabularySize() const override { return m_size; }

private:
    void addEntry(const std::string& token, std::int64_t id) {
        m_ids.insert_or_assign(token, id);
        m_tokens.insert_or_assign(id, token);
        m_size = std::max(m_size, id + 1);
    }

    void append(Encoding& encoding, std::int64_t id, CharRange chars, bool special) const {
        encoding.ids.push_back(id);
        encoding.tokens.push_back(Token{tokenOf(id), chars, special, -1});
    }

    void encodeSection(std::u32string_view section, std::int64_t firstSource, Encoding& body) const {
        const TracedText text = m_spec.normalizer.apply(traced(section, firstSource));
        for (const Piece& word : splitWords(text.chars))
            for (const FoundPiece& piece : piecesOf(text.chars, word))
                append(body, piece.id, {text.sources[piece.begin].from, text.sources[piece.end - 1].to}, false);
    }

    std::vector<FoundPiece> piecesOf(std::u32string_view text, const Piece& word) const {
        const std::vector<FoundPiece> unknown{{m_unknownId, word.begin, word.end}};
        if (word.end - word.begin > static_cast<std::size_t>(m_spec.maxCharsPerWord))
            return unknown;
        std::vector<FoundPiece> pieces;
        for (std::size_t begin = word.begin; begin < word.end;) {
            const auto piece = longestPiece(text, begin, word);
            if (!piece)
                return unknown;
            pieces.push_back(*piece);
            begin = piece->end;
        }
        return pieces;
    }

    std::optional<FoundPiece> longestPiece(std::u32string_view text, std::size_t begin, const Piece& word) const {
        for (std::size_t end = word.end; end > begin; --end) {
            const std::string bytes = encodeUtf8(text.substr(begin, end - begin));
            const auto found = m_spec.vocabulary.find(begin == word.begin ? bytes : m_spec.continuation + bytes);
            if (found != m_spec.vocabulary.end())
                return FoundPiece{found->second, begin, end};
        }
        return std::nullopt;
    }

    Encoding framed(Encoding body, std::optional<std::size_t> maxTokens) const {
        const std::size_t room = maxTokens ? *maxTokens - std::min(*maxTokens, m_spec.frame.size()) : body.ids.size();
        Encoding encoding;
        encoding.truncated = body.ids.size() > room;
        body.ids.resize(std::min(body.ids.size(), room));
        body.tokens.resize(body.ids.size());
        for (const SpecialToken& token : m_spec.frame.before)
            append(encoding, token.id, {}, true);
        encoding.ids.insert(encoding.ids.end(), body.ids.begin(), body.ids.end());
        encoding.tokens.insert(encoding.tokens.end(), body.tokens.begin(), body.tokens.end());
        for (const SpecialToken& token : m_spec.frame.after)
            append(encoding, token.id, {}, true);
        return encoding;
    }

    WordPieceSpec m_spec;
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::unordered_map<std::int64_t, std::string> m_tokens;
    std::int64_t m_unknownId = 0;
    std::int64_t m_size = 0;
};

} // namespace

TokenizerPtr makeWordPiece(WordPieceSpec spec) {
    return std::make_shared<WordPiece>(std::move(spec));
}

Result<TokenizerPtr> readWordPiece(const formats::Json& document, const std::string& where) {
    return parseWordPiece(document, where).map([](WordPieceSpec spec) { return makeWordPiece(std::move(spec)); });
}

} // namespace triptych::text
