// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/ctc_letters.h"

#include <algorithm>

#include "inference/text/added_vocabulary.h"
#include "inference/text/decoder.h"
#include "inference/text/framing.h"
#include "inference/text/unicode.h"

namespace triptych::text {

using formats::Json;
using formats::jsonMemberOr;

namespace {

struct CtcSpec {
    Vocabulary vocabulary;
    std::string delimiter = "|";
    std::string delimiterText = " ";
    bool lowerCase = false;
};

class CtcLetters final : public Tokenizer {
public:
    CtcLetters(CtcSpec spec, const TokenizerConfig& config)
        : m_spec(std::move(spec))
        , m_added({}, config, m_spec.vocabulary, nullptr)
        , m_framer(*this, PostProcessor{})
        , m_cleanUp(config.cleanUpSpaces)
        , m_facts(m_added.facts(config)) {}

    [[nodiscard]] Encoding encodeWith(std::string_view text, const EncodeOptions& options) const override {
        std::vector<BodyToken> body = bodyOf(text);
        return m_framer.frame(body, nullptr, options);
    }

    [[nodiscard]] Result<Encoding> encodePair(std::string_view first, std::string_view second,
                                              const EncodeOptions& options) const override {
        std::vector<BodyToken> body = bodyOf(first);
        std::vector<BodyToken> secondBody = bodyOf(second);
        return m_framer.frame(body, &secondBody, options);
    }

    [[nodiscard]] std::string decode(std::span<const std::int64_t> ids, bool skipSpecialTokens) const override {
        std::vector<std::string> letters;
        for (const std::int64_t id : ids) {
            std::string letter = tokenOf(id);
            const bool skipped = skipSpecialTokens && isSpecial(letter) && letter != m_spec.delimiter;
            if (!letter.empty() && !skipped)
                letters.push_back(std::move(letter));
        }
        letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
        const std::string blank = m_facts.pad ? tokenOf(*m_facts.pad) : std::string();
        std::string text;
        for (const std::string& letter : letters)
            if (letter != blank)
                text += letter == m_spec.delimiter ? m_spec.delimiterText : letter;
        text = stripped(text);
        if (m_spec.lowerCase) {
            std::u32string lower;
            for (const char32_t c : decodeUtf8(text))
                lower += text::lowerCase(c);
            text = encodeUtf8(lower);
        }
        return m_cleanUp ? cleanedUp(std::move(text), false) : text;
    }

    [[nodiscard]] std::optional<std::int64_t> idOf(std::string_view token) const override {
        return m_added.idOf(token);
    }
    [[nodiscard]] std::string tokenOf(std::int64_t id) const override {
        const AddedToken* added = m_added.find(id);
        return added ? added->content : m_spec.vocabulary.tokenOf(id);
    }
    [[nodiscard]] std::int64_t vocabularySize() const override { return m_added.size(); }
    [[nodiscard]] const TokenizerFacts& facts() const override { return m_facts; }

private:
    [[nodiscard]] bool isSpecial(const std::string& token) const {
        for (const auto& role : {m_facts.bos, m_facts.eos, m_facts.unk, m_facts.pad})
            if (role && tokenOf(*role) == token)
                return true;
        return false;
    }

    [[nodiscard]] std::vector<BodyToken> bodyOf(std::string_view text) const {
        std::vector<BodyToken> body;
        std::uint32_t position = 0;
        for (const char32_t c : decodeUtf8(text)) {
            const std::string letter = c == U' ' ? m_spec.delimiter : encodeUtf8({&c, 1});
            const auto id = idOf(letter);
            if (id || m_facts.unk)
                body.push_back({id.value_or(m_facts.unk.value_or(0)), position, position + 1});
            ++position;
        }
        return body;
    }

    CtcSpec m_spec;
    AddedVocabulary m_added;
    Framer m_framer;
    bool m_cleanUp;
    TokenizerFacts m_facts;
};

// Models of many languages have a vocabulary for each; "target_lang" says which.
Result<Json> lettersOf(const Json& document, const TokenizerConfig& config, const std::filesystem::path& file) {
    const bool isByLanguage = document.is_object() && !document.empty() && document.begin()->is_object();
    if (!isByLanguage)
        return document;
    return jsonMemberOr<std::string>(config.raw, "target_lang", "", file.string())
        .and_then([&](const std::string& language) -> Result<Json> {
            const auto found = document.find(language);
            if (found == document.end())
                return fail(ErrorCode::BadFormat,
                            "\"target_lang\" of tokenizer_config.json names no language of vocab.json.", file.string());
            return *found;
        });
}

} // namespace

Result<TokenizerPtr> readCtcLetters(const std::filesystem::path& folder, TokenizerConfig& config) {
    const std::filesystem::path file = folder / "vocab.json";
    if (config.className.empty())
        config.className = "Wav2Vec2CTCTokenizer";
    if (config.className != "Wav2Vec2CTCTokenizer")
        return fail(ErrorCode::Unsupported,
                    "Tokenizers of class \"" + config.className + "\" need more files than vocab.json.",
                    folder.string());
    fillClassDefaults(config);
    const auto document = formats::readJsonFile(file, formats::tokenizerJsonLimits);
    if (!document)
        return tl::make_unexpected(document.error());
    const auto letters = lettersOf(*document, config, file);
    if (!letters)
        return tl::make_unexpected(letters.error());
    auto vocabulary = Vocabulary::fromObject({{"vocab", *letters}}, file.string());
    if (!vocabulary)
        return tl::make_unexpected(vocabulary.error());
    const auto delimiter = jsonMemberOr<std::string>(config.raw, "word_delimiter_token", "|", folder.string());
    const auto text = jsonMemberOr<std::string>(config.raw, "replace_word_delimiter_char", " ", folder.string());
    for (const auto* read : {&delimiter, &text})
        if (!*read)
            return tl::make_unexpected(read->error());
    CtcSpec spec{std::move(*vocabulary), *delimiter, *text, config.flag("do_lower_case", false)};
    return TokenizerPtr(std::make_shared<CtcLetters>(std::move(spec), config));
}

} // namespace triptych::text
