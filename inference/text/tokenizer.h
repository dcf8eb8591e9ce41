// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/units.h"

namespace triptych::text {

// One text, or a pair, as the model reads it, special tokens included, without padding.
struct Encoding {
    std::vector<std::int64_t> ids;
    // One per id; chars count code points of the token's own text; word is -1 until words.h sets it. Special are the
    // tokens that were put around the text and those in it that the tokenizer declares special.
    std::vector<Token> tokens;
    std::vector<std::int64_t> typeIds; // one per id: the segment, as BERT tells two texts apart
    std::size_t secondBegin = 0;       // first token of the second text of a pair; ids.size() without one
    bool truncated = false;
};

struct EncodeOptions {
    // A longer text is cut so that the special tokens around it stay; of a pair the longer text is cut.
    std::optional<std::size_t> maxTokens;
    bool addSpecialTokens = true;
};

enum class Side { Left, Right };

// What the files of the model folder say about the tokenizer; absent where they do not.
struct TokenizerFacts {
    std::string className; // "CLIPTokenizer", without "Fast"
    std::optional<std::int64_t> bos, eos, unk, sep, cls, pad, mask;
    std::vector<std::int64_t> specialIds; // of every token that is declared special, ascending
    std::optional<std::size_t> modelMaxLength;
    Side paddingSide = Side::Right;
    Side truncationSide = Side::Right;
};

// Safe to use from several threads at once.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    // Malformed UTF-8 counts as one code point per malformed byte sequence.
    [[nodiscard]] virtual Encoding encodeWith(std::string_view text, const EncodeOptions& options) const = 0;
    // Unsupported where the tokenizer does not say how pairs look.
    [[nodiscard]] virtual Result<Encoding> encodePair(std::string_view first, std::string_view second,
                                                      const EncodeOptions& options) const = 0;
    // With special tokens.
    [[nodiscard]] Encoding encode(std::string_view text, std::optional<std::size_t> maxTokens = std::nullopt) const {
        return encodeWith(text, {maxTokens, true});
    }

    // Back to text; ids that do not exist are skipped.
    [[nodiscard]] virtual std::string decode(std::span<const std::int64_t> ids, bool skipSpecialTokens) const = 0;

    [[nodiscard]] virtual std::optional<std::int64_t> idOf(std::string_view token) const = 0;
    // Empty for ids that do not exist.
    [[nodiscard]] virtual std::string tokenOf(std::int64_t id) const = 0;
    // One more than the largest id.
    [[nodiscard]] virtual std::int64_t vocabularySize() const = 0;
    [[nodiscard]] virtual const TokenizerFacts& facts() const = 0;
};

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

// Reads the tokenizer of a model folder in the Hugging Face layout: tokenizer.json; a SentencePiece model; vocab.json
// and merges.txt; vocab.txt; or vocab.json alone, for letters (CTC). Unsupported, with the name of the part, for a kind
// that is not known. `className` stands in for the one that the folder names: some published folders name another one.
[[nodiscard]] Result<TokenizerPtr> loadTokenizer(const std::filesystem::path& folder,
                                                 const std::string& className = {});

} // namespace triptych::text
