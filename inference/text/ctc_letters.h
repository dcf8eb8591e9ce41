// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/text/tokenizer.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// Letters of a model that hears (Wav2Vec2CTCTokenizer): vocab.json alone. Decoding joins runs of the same letter and
// drops the pad token, which is the blank of CTC; the word delimiter becomes a space. Encoding spells letter by letter.
[[nodiscard]] Result<TokenizerPtr> readCtcLetters(const std::filesystem::path& folder, TokenizerConfig& config);

} // namespace triptych::text
