// SPDX-License-Identifier: GPL-3.0-or-later
// The models that look words up: WordPiece (longest known piece from the left) and WordLevel (whole words).
#include <array>

#include "inference/text/model.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMember;
using formats::jsonMemberOr;

namespace {

class WordPieceModel final : public Model {
public:
    WordPieceModel(Vocabulary vocabulary, std::int32_t unknown, std::string continuation, std::size_t maxChars)
        : m_vocabulary(std::move(vocabulary))
        , m_unknown(unknown)
        , m_continuation(std::move(continuation))
        , m_maxChars(maxChars) {}

    void tokenize(std::string_view word, std::vector<TokenPiece>& pieces) const override {
        const std::size_t first = pieces.size();
        std::size_t chars = 0;
        for (const char c : word)
            chars += (c & 0xC0) != 0x80 ? 1 : 0;
        bool known = chars <= m_maxChars;
        for (std::size_t begin = 0; known && begin < word.size();) {
            const auto piece = longestPiece(word, begin);
            known = piece.has_value();
            if (piece) {
                pieces.push_back(*piece);
                begin = piece->end;
            }
        }
        if (known)
            return;
        pieces.resize(first);
        pieces.push_back({m_unknown, 0, static_cast<std::uint32_t>(word.size())});
    }

    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_vocabulary; }

private:
    [[nodiscard]] std::optional<TokenPiece> longestPiece(std::string_view word, std::size_t begin) const {
        std::string text = (begin > 0 ? m_continuation : std::string()) + std::string(word.substr(begin));
        const std::size_t prefix = text.size() - (word.size() - begin);
        for (std::size_t end = word.size(); end > begin; text.resize(prefix + end - begin)) {
            if (const auto id = m_vocabulary.idOf(text))
                return TokenPiece{*id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
            do
                --end;
            while (end > begin && (word[end] & 0xC0) == 0x80);
        }
        return std::nullopt;
    }

    Vocabulary m_vocabulary;
    std::int32_t m_unknown;
    std::string m_continuation;
    std::size_t m_maxChars;
};

class WordLevelModel final : public Model {
public:
    WordLevelModel(Vocabulary vocabulary, std::int32_t unknown)
        : m_vocabulary(std::move(vocabulary))
        , m_unknown(unknown) {}

    void tokenize(std::string_view word, std::vector<TokenPiece>& pieces) const override {
        pieces.push_back({m_vocabulary.idOf(word).value_or(m_unknown), 0, static_cast<std::uint32_t>(word.size())});
    }

    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_vocabulary; }

private:
    Vocabulary m_vocabulary;
    std::int32_t m_unknown;
};

Result<std::int32_t> unknownOf(const Json& model, const Vocabulary& vocabulary, const std::string& where) {
    const auto token = jsonMemberOr<std::string>(model, "unk_token", "[UNK]", where);
    if (!token)
        return tl::make_unexpected(token.error());
    if (const auto id = vocabulary.idOf(*token))
        return *id;
    return fail(ErrorCode::BadFormat, "The unknown token \"" + *token + "\" is not in the vocabulary.", where);
}

// Files of old versions do not name the type.
Result<std::string> typeOf(const Json& model, const std::string& where) {
    if (model.contains("type"))
        return jsonMember<std::string>(model, "type", where);
    if (model.contains("vocab") && model["vocab"].is_array())
        return "Unigram";
    if (model.contains("merges"))
        return "BPE";
    return model.contains("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}

} // namespace

Result<ModelPtr> readWordPieceModel(const Json& model, const std::string& where) {
    constexpr int maxWordLimit = 10'000;
    auto vocabulary = Vocabulary::fromObject(model, where);
    if (!vocabulary)
        return tl::make_unexpected(vocabulary.error());
    const auto unknown = unknownOf(model, *vocabulary, where);
    if (!unknown)
        return tl::make_unexpected(unknown.error());
    const auto continuation = jsonMemberOr<std::string>(model, "continuing_subword_prefix", "##", where);
    if (!continuation)
        return tl::make_unexpected(continuation.error());
    const auto maxChars = jsonMemberOr<int>(model, "max_input_chars_per_word", 100, where);
    if (!maxChars)
        return tl::make_unexpected(maxChars.error());
    if (*maxChars < 1 || *maxChars > maxWordLimit)
        return fail(ErrorCode::BadFormat, "\"max_input_chars_per_word\" must be from 1 to 10000.", where);
    return ModelPtr(std::make_shared<WordPieceModel>(std::move(*vocabulary), *unknown, *continuation,
                                                     static_cast<std::size_t>(*maxChars)));
}

Result<ModelPtr> readWordLevel(const Json& model, const std::string& where) {
    auto vocabulary = Vocabulary::fromObject(model, where);
    if (!vocabulary)
        return tl::make_unexpected(vocabulary.error());
    const auto unknown = unknownOf(model, *vocabulary, where);
    if (!unknown)
        return tl::make_unexpected(unknown.error());
    return ModelPtr(std::make_shared<WordLevelModel>(std::move(*vocabulary), *unknown));
}

Result<ModelPtr> readModel(const Json& model, const ModelOptions& options, const std::string& where) {
    if (!model.is_object())
        return fail(ErrorCode::BadFormat, "The file has no \"model\". It is not a tokenizer.json.", where);
    const auto type = typeOf(model, where);
    if (!type)
        return tl::make_unexpected(type.error());
    if (*type == "BPE")
        return readBpe(model, options, where);
    if (*type == "Unigram")
        return readUnigram(model, where);
    if (*type == "WordPiece")
        return readWordPieceModel(model, where);
    if (*type == "WordLevel")
        return readWordLevel(model, where);
    return fail(ErrorCode::Unsupported,
                "Tokenizers of type \"" + *type +
                    "\" are not supported. Supported: BPE, Unigram, WordPiece, WordLevel.",
                where);
}

} // namespace triptych::text
