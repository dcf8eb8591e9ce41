// SPDX-License-Identifier: GPL-3.0-or-later
// What a Whisper folder says about producing text: the tokens that it starts with, where it ends, and how its
// cross-attention follows the sound.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "inference/models/config_view.h"
#include "inference/models/family_source.h"

namespace triptych::models::whisper {

struct WhisperGeneration {
    // <|startoftranscript|>, the language and the task where the model knows several, <|notimestamps|>.
    std::vector<std::int64_t> prompt;
    // Where in the prompt the language stands and which tokens it may be, if each sound's own has to be heard first.
    std::size_t languagePosition = 0;
    std::vector<std::int64_t> languages;

    std::vector<std::int64_t> endIds;
    std::int64_t padId = 0;
    std::optional<int> maxNewTokens; // of generation_config.json
    std::optional<int> maxLength;    // prompt included
    // (layer, head) of the cross-attention that follows the sound; empty: not said.
    std::vector<std::pair<int, int>> alignmentHeads;
    int medianWidth = 7;

    // Reads generation_config.json where there is one, config.json and the tokenizer. BadFormat.
    [[nodiscard]] static Result<WhisperGeneration> read(const FamilySource& source);
};

} // namespace triptych::models::whisper
