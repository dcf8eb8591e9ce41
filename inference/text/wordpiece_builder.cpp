// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/wordpiece_builder.h"

#include <set>

#include "inference/text/unicode.h"

namespace triptych::text {

namespace {

void addToken(WordPieceSpec& spec, const std::string& token) {
    spec.vocabulary.emplace(token, static_cast<std::int64_t>(spec.vocabulary.size()));
}

SpecialToken specialToken(const WordPieceSpec& spec, const std::string& token) {
    return {spec.vocabulary.at(token), token};
}

// The words as the normaliser and the pre-tokenizer will show them to the vocabulary: runs without whitespace, every
// punctuation sign on its own.
std::vector<std::u32string> normalizedWords(const BertNormalizer& normalizer, const std::vector<std::string>& words) {
    std::vector<std::u32string> normalized;
    AlignedText text;
    for (const std::string& word : words) {
        assignText(text, word);
        normalizer.apply(text);
        bool inside = false;
        for (const char32_t c : decodeUtf8(text.bytes)) {
            const bool alone = isPunctuation(c);
            if (!isWhitespace(c)) {
                if (alone || !inside)
                    normalized.emplace_back();
                normalized.back().push_back(c);
            }
            inside = !alone && !isWhitespace(c);
        }
    }
    return normalized;
}

} // namespace

WordPieceSpec buildWordPiece(const std::vector<std::string>& words) {
    WordPieceSpec spec;
    for (const char* token : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}) {
        addToken(spec, token);
        spec.addedTokens.push_back({spec.vocabulary.at(token), token, false, false, false, true});
    }
    spec.frame = {{specialToken(spec, "[CLS]")}, {specialToken(spec, "[SEP]")}};

    std::set<char32_t> characters;
    for (char32_t c = U'!'; c <= U'~'; ++c)
        if (c < U'A' || c > U'Z')
            characters.insert(c);
    for (const std::u32string& word : normalizedWords(spec.normalizer, words)) {
        addToken(spec, encodeUtf8(word));
        characters.insert(word.begin(), word.end());
    }
    for (const char32_t c : characters)
        addToken(spec, encodeUtf8(std::u32string(1, c)));
    for (const char32_t c : characters)
        if (!isPunctuation(c) && !isChineseCharacter(c))
            addToken(spec, spec.continuation + encodeUtf8(std::u32string(1, c)));
    return spec;
}

} // namespace triptych::text
