// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/units.h"

namespace triptych::text {

// One text as the model reads it, special tokens included, without padding.
struct Encoding {
    std::vector<std::int64_t> ids;
    std::vector<Token> tokens; // one per id; chars count code points of the text; word is -1 until words.h sets it
    bool truncated = false;
};

class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    // At most `maxTokens` tokens; a longer text is cut so that the special tokens around it stay. Malformed UTF-8
    // counts as one code point per malformed byte sequence.
    [[nodiscard]] virtual Encoding encode(std::string_view text,
                                          std::optional<std::size_t> maxTokens = std::nullopt) const = 0;

    [[nodiscard]] virtual std::optional<std::int64_t> idOf(std::string_view token) const = 0;
    // Empty for ids that do not exist.
    [[nodiscard]] virtual std::string tokenOf(std::int64_t id) const = 0;
    // One more than the largest id.
    [[nodiscard]] virtual std::int64_t vocabularySize() const = 0;
};

using TokenizerPtr = std::shared_ptr<const Tokenizer>;

// Reads the Hugging Face `tokenizer.json` of a model folder. Unsupported, with the name of the algorithm, for a kind
// that no reader is registered for.
[[nodiscard]] Result<TokenizerPtr> loadTokenizer(const std::filesystem::path& folder);

} // namespace triptych::text
