// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/text/tokenizer.h"
#include "inference/text/tokenizer_config.h"

namespace triptych::text {

// A SentencePiece model without a tokenizer.json. Unsupported, with its name, for a class whose additions to the model
// are not known.
[[nodiscard]] Result<TokenizerPtr> readSentencePiece(const std::filesystem::path& file, TokenizerConfig& config);

} // namespace triptych::text
