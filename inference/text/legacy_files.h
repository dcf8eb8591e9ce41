// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/formats/json.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// The tokenizer.json that a folder without one stands for, from vocab.json and merges.txt or from vocab.txt: the parts
// are those of the class that tokenizer_config.json names (CLIP, RoBERTa, GPT-2, Whisper, Qwen 2, BERT); without a name
// the vocabulary tells.
[[nodiscard]] Result<formats::Json> documentOfBpeFiles(const std::filesystem::path& folder, TokenizerConfig& config);
[[nodiscard]] Result<formats::Json> documentOfVocabularyText(const std::filesystem::path& folder,
                                                             TokenizerConfig& config);

// The normaliser of the class BertTokenizer with the flags of tokenizer_config.json.
[[nodiscard]] formats::Json bertNormalizer(const TokenizerConfig& config);

} // namespace triptych::text
