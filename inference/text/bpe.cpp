// SPDX-License-Identifier: GPL-3.0-or-later
// Byte pair encoding, with the details of Hugging Face tokenizers.
#include <algorithm>
#include <array>
#include <cstdio>

#include "inference/text/bpe_merges.h"
#include "inference/text/byte_alphabet.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMemberOr;

namespace {

struct BpeSpec {
    Vocabulary vocabulary;
    MergeTable merges;
    std::optional<std::int32_t> unknown;
    std::string prefix; // in front of characters that do not begin a word
    std::string suffix; // behind the last character of a word
    bool fuseUnknown = false;
    bool byteFallback = false;
    bool ignoreMerges = false; // a word that is a token stays whole
};

class Bpe final : public Model {
public:
    Bpe(BpeSpec spec, bool rawBytes)
        : m_spec(std::move(spec))
        , m_rawBytes(rawBytes) {
        for (int byte = 0; byte < 256; ++byte) {
            std::array<char, 8> name{};
            std::snprintf(name.data(), name.size(), "<0x%02X>", static_cast<unsigned int>(byte));
            m_fallback[static_cast<std::size_t>(byte)] = m_spec.vocabulary.idOf(name.data()).value_or(-1);
            if (rawBytes)
                readByte(static_cast<unsigned char>(byte));
        }
        if (rawBytes && m_spec.ignoreMerges)
            readWholeWords();
    }

    void tokenize(std::string_view word, std::vector<TokenPiece>& pieces) const override {
        if (m_spec.ignoreMerges)
            if (const auto id = wholeWord(word)) {
                pieces.push_back({*id, 0, static_cast<std::uint32_t>(word.size())});
                return;
            }
        const std::size_t first = pieces.size();
        Speller speller{*this, pieces, std::nullopt};
        if (m_rawBytes)
            spellBytes(word, speller);
        else
            spellCharacters(word, speller);
        speller.finish();
        m_spec.merges.apply(pieces, first);
    }

    [[nodiscard]] const Vocabulary& vocabulary() const override { return m_spec.vocabulary; }

private:
    // Collects the characters of a word; what is not in the vocabulary waits until the next known one.
    struct Speller {
        const Bpe& bpe;
        std::vector<TokenPiece>& pieces;
        std::optional<TokenPiece> unknown;

        void known(std::int32_t id, std::uint32_t begin, std::uint32_t end) {
            finish();
            pieces.push_back({id, begin, end});
        }
        void missing(std::uint32_t begin, std::uint32_t end) {
            if (!bpe.m_spec.unknown)
                return;
            if (unknown && bpe.m_spec.fuseUnknown) {
                unknown->end = end;
                return;
            }
            finish();
            unknown = TokenPiece{*bpe.m_spec.unknown, begin, end};
        }
        void finish() {
            if (unknown)
                pieces.push_back(*unknown);
            unknown.reset();
        }
    };

    void readByte(unsigned char byte) {
        std::string text;
        appendUtf8(text, charOfByte(byte));
        m_bytes[byte] = m_spec.vocabulary.idOf(text).value_or(-1);
        m_lastBytes[byte] = m_spec.vocabulary.idOf(text + m_spec.suffix).value_or(-1);
    }

    void readWholeWords() {
        for (std::int64_t id = 0; id < m_spec.vocabulary.size(); ++id)
            if (m_spec.vocabulary.has(id))
                if (const auto bytes = bytesOfToken(m_spec.vocabulary.tokenOf(id)))
                    m_wholeWords.insert(*bytes, static_cast<std::uint32_t>(id));
    }

    [[nodiscard]] std::optional<std::int32_t> wholeWord(std::string_view word) const {
        if (!m_rawBytes)
            return m_spec.vocabulary.idOf(word);
        const std::uint32_t id = m_wholeWords.find(word);
        return id == StringIndex::none ? std::nullopt : std::optional(static_cast<std::int32_t>(id));
    }

    void spellBytes(std::string_view word, Speller& speller) const {
        for (std::uint32_t i = 0; i < word.size(); ++i) {
            const auto byte = static_cast<unsigned char>(word[i]);
            const std::int32_t id = i + 1 == word.size() ? m_lastBytes[byte] : m_bytes[byte];
            if (id >= 0)
                speller.known(id, i, i + 1);
            else
                speller.missing(i, i + 1);
        }
    }

    void spellCharacters(std::string_view word, Speller& speller) const {
        std::string decorated;
        for (std::size_t i = 0; i < word.size();) {
            const std::size_t at = i;
            static_cast<void>(nextCodePoint(word, i));
            std::string_view text = word.substr(at, i - at);
            const bool hasPrefix = at > 0 && !m_spec.prefix.empty();
            const bool hasSuffix = i == word.size() && !m_spec.suffix.empty();
            if (hasPrefix || hasSuffix) {
                decorated = (hasPrefix ? m_spec.prefix : "") + std::string(text) + (hasSuffix ? m_spec.suffix : "");
                text = decorated;
            }
            const auto begin = static_cast<std::uint32_t>(at);
            const auto end = static_cast<std::uint32_t>(i);
            if (const auto id = m_spec.vocabulary.idOf(text))
                speller.known(*id, begin, end);
            else if (!fallBack(text, begin, end, speller.pieces))
                speller.missing(begin, end);
        }
    }

    // All bytes of the character as tokens of their own. An unknown character that is still waiting comes behind them,
    // as in the reference.
    bool fallBack(std::string_view text, std::uint32_t begin, std::uint32_t end,
                  std::vector<TokenPiece>& pieces) const {
        if (!m_spec.byteFallback)
            return false;
        for (const char c : text)
            if (m_fallback[static_cast<unsigned char>(c)] < 0)
                return false;
        for (const char c : text)
            pieces.push_back({m_fallback[static_cast<unsigned char>(c)], begin, end});
        return true;
    }

    BpeSpec m_spec;
    bool m_rawBytes;
    StringIndex m_wholeWords; // by their bytes
    std::array<std::int32_t, 256> m_bytes{};
    std::array<std::int32_t, 256> m_lastBytes{};
    std::array<std::int32_t, 256> m_fallback{};
};

struct MergePair {
    std::string_view left;
    std::string_view right;
};

// "a b" or ["a", "b"].
std::optional<MergePair> mergePair(const Json& entry) {
    if (entry.is_array()) {
        if (entry.size() != 2 || !entry[0].is_string() || !entry[1].is_string())
            return std::nullopt;
        return MergePair{entry[0].get_ref<const std::string&>(), entry[1].get_ref<const std::string&>()};
    }
    if (!entry.is_string())
        return std::nullopt;
    const std::string_view text = entry.get_ref<const std::string&>();
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos || text.find(' ', space + 1) != std::string_view::npos)
        return std::nullopt;
    return MergePair{text.substr(0, space), text.substr(space + 1)};
}

Result<void> readMergePairs(const Json& model, BpeSpec& spec, const std::string& where) {
    const auto merges = model.find("merges");
    if (merges == model.end() || !merges->is_array())
        return fail(ErrorCode::BadFormat, "\"merges\" is not a list.", where);
    spec.merges.reserve(merges->size());
    std::uint32_t rank = 0;
    for (const Json& entry : *merges) {
        if (entry.is_string() && entry.get_ref<const std::string&>().starts_with("#version"))
            continue;
        const auto pair = mergePair(entry);
        if (!pair)
            return fail(ErrorCode::BadFormat, "Merge " + std::to_string(rank) + " is not a pair of tokens.", where);
        const auto left = spec.vocabulary.idOf(pair->left);
        const auto right = spec.vocabulary.idOf(pair->right);
        const std::size_t dropped = std::min(spec.prefix.size(), pair->right.size());
        const auto joined = spec.vocabulary.idOf(std::string(pair->left) + std::string(pair->right.substr(dropped)));
        if (!left || !right || !joined)
            return fail(ErrorCode::BadFormat,
                        "Merge " + std::to_string(rank) + " (\"" + std::string(pair->left) + " " +
                            std::string(pair->right) + "\") names tokens that are not in the vocabulary.",
                        where);
        spec.merges.add(*left, *right, {rank++, *joined});
    }
    return {};
}

Result<void> readBpeFlags(const Json& model, BpeSpec& spec, const std::string& where) {
    const auto unknown = jsonMemberOr<std::string>(model, "unk_token", "", where);
    const auto prefix = jsonMemberOr<std::string>(model, "continuing_subword_prefix", "", where);
    const auto suffix = jsonMemberOr<std::string>(model, "end_of_word_suffix", "", where);
    for (const auto* read : {&unknown, &prefix, &suffix})
        if (!*read)
            return tl::make_unexpected(read->error());
    const auto fuse = jsonMemberOr<bool>(model, "fuse_unk", false, where);
    const auto fallback = jsonMemberOr<bool>(model, "byte_fallback", false, where);
    const auto ignore = jsonMemberOr<bool>(model, "ignore_merges", false, where);
    for (const auto* read : {&fuse, &fallback, &ignore})
        if (!*read)
            return tl::make_unexpected(read->error());
    spec.prefix = *prefix;
    spec.suffix = *suffix;
    spec.fuseUnknown = *fuse;
    spec.byteFallback = *fallback;
    spec.ignoreMerges = *ignore;
    if (!unknown->empty())
        spec.unknown = spec.vocabulary.idOf(*unknown);
    return {};
}

} // namespace

bool readsRawBytes(const Json& model) {
    const auto has = [&](const char* key) {
        const auto found = model.find(key);
        return found != model.end() && !found->is_null() && *found != "" && *found != false;
    };
    return model.is_object() && model.value("type", Json()) == "BPE" && !has("continuing_subword_prefix") &&
           !has("byte_fallback");
}

Result<ModelPtr> readBpe(const Json& model, const ModelOptions& options, const std::string& where) {
    auto vocabulary = Vocabulary::fromObject(model, where);
    if (!vocabulary)
        return tl::make_unexpected(vocabulary.error());
    BpeSpec spec;
    spec.vocabulary = std::move(*vocabulary);
    return readBpeFlags(model, spec, where).and_then([&] { return readMergePairs(model, spec, where); }).map([&] {
        return ModelPtr(std::make_shared<Bpe>(std::move(spec), options.rawBytes));
    });
}

} // namespace triptych::text
