// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::training {

inline constexpr std::int64_t padId = 0;
inline constexpr std::int64_t unknownId = 1;
inline constexpr std::int64_t maskId = 2;

// Word pieces of the world's language in id order: special tokens, English words (plurals by "##s", "##es"), Chinese
// words alone and inside a run ("##红色"), then letters, digits and signs, so that foreign words fall into pieces.
[[nodiscard]] std::vector<std::string> worldVocabulary();

// tokenizer.json of these pieces: lower-casing BERT normaliser (Chinese runs stay whole), BERT pre-tokenizer,
// WordPiece.
[[nodiscard]] std::string tokenizerJson(const std::vector<std::string>& pieces);

} // namespace triptych::training
