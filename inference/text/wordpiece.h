// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/added_tokens.h"
#include "inference/text/normalizer.h"
#include "inference/text/post_processor.h"
#include "inference/text/tokenizer.h"

namespace triptych::text {

// A BERT-style tokenizer that this program makes itself: BERT's normaliser and pre-tokenizer, then the longest known
// piece from the left.
struct WordPieceSpec {
    BertNormalizer normalizer;
    std::map<std::string, std::int64_t> vocabulary; // unique ids
    std::string unknownToken = "[UNK]";             // for words that no pieces cover; must be in the vocabulary
    std::string continuation = "##";                // in front of pieces that do not begin a word
    int maxCharsPerWord = 100;                      // longer words are unknown
    std::vector<AddedToken> addedTokens;
    SequenceFrame frame;
};

// As a tokenizer.json.
[[nodiscard]] formats::Json toJson(const WordPieceSpec& spec);

// Null if the specification contradicts itself.
[[nodiscard]] TokenizerPtr makeWordPiece(const WordPieceSpec& spec);

// Writes `tokenizer.json` into the folder.
[[nodiscard]] Result<void> writeWordPiece(const std::filesystem::path& folder, const WordPieceSpec& spec);

} // namespace triptych::text
