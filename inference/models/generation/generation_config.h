// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/models/family_source.h"
#include "inference/models/generation/decode.h"

namespace triptych::models {

// Where generation ends and what fills finished rows: generation_config.json, else the text section of config.json,
// else config.json itself, else `endId` (-1: never); padding else by the tokenizer's token, or the first end token.
// What the file says about drawing is not taken over: decoding is greedy unless a sample asks for more.
[[nodiscard]] Result<DecodeOptions> readGenerationConfig(const FamilySource& source, const ConfigView& textConfig,
                                                         std::int64_t endId);

} // namespace triptych::models
