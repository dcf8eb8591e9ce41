// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/string_index.h"

namespace triptych::text {

// A piece of a word, as bytes [begin, end) of the word.
struct TokenPiece {
    std::int32_t id = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// Tokens and their ids, both ways.
class Vocabulary {
public:
    // "vocab" of a BPE or WordPiece model: token to id.
    [[nodiscard]] static Result<Vocabulary> fromObject(const formats::Json& model, const std::string& where);

    [[nodiscard]] std::optional<std::int32_t> idOf(std::string_view token) const;
    // Empty for ids that do not exist.
    [[nodiscard]] const std::string& tokenOf(std::int64_t id) const;
    [[nodiscard]] bool has(std::int64_t id) const;
    // Tokens that were added, not counting holes between the ids.
    [[nodiscard]] std::size_t count() const { return m_count; }
    // One more than the largest id.
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_tokens.size()); }

    // BadFormat for an id that no tokenizer has.
    [[nodiscard]] Result<void> add(const std::string& token, std::int64_t id, const std::string& where);

private:
    StringIndex m_index;
    std::vector<std::string> m_tokens;
    std::vector<bool> m_present;
    std::size_t m_count = 0;
};

// Cuts words into pieces.
class Model {
public:
    virtual ~Model() = default;
    // Appends the pieces of a word that is not empty.
    virtual void tokenize(std::string_view word, std::vector<TokenPiece>& pieces) const = 0;
    [[nodiscard]] virtual const Vocabulary& vocabulary() const = 0;
};

using ModelPtr = std::shared_ptr<const Model>;

struct ModelOptions {
    // Words come as plain bytes; each stands for its visible character (byte_alphabet.h).
    bool rawBytes = false;
};

// Whether the model can read plain bytes.
[[nodiscard]] bool readsRawBytes(const formats::Json& model);
// The "model" of a tokenizer.json. Unsupported, with its name, for a kind that is not known.
[[nodiscard]] Result<ModelPtr> readModel(const formats::Json& model, const ModelOptions& options,
                                         const std::string& where);

[[nodiscard]] Result<ModelPtr> readBpe(const formats::Json& model, const ModelOptions& options,
                                       const std::string& where);
[[nodiscard]] Result<ModelPtr> readUnigram(const formats::Json& model, const std::string& where);
[[nodiscard]] Result<ModelPtr> readWordPieceModel(const formats::Json& model, const std::string& where);
[[nodiscard]] Result<ModelPtr> readWordLevel(const formats::Json& model, const std::string& where);

} // namespace triptych::text
