// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/formats/json.h"

namespace triptych::text {

// A token that is found in the text as it was written, before anything is normalised: "[MASK]", "<image>".
struct AddedToken {
    std::int64_t id = 0;
    std::string content;
    bool singleWord = false; // not inside a word
    bool leftStrip = false;  // takes the whitespace before it along
    bool rightStrip = false;
    bool special = true;

    bool operator==(const AddedToken&) const = default;
};

// A stretch of the text: one added token, or what lies between.
struct TextSection {
    std::size_t begin = 0; // code points
    std::size_t end = 0;
    const AddedToken* token = nullptr;
};

// Cuts the text at the leftmost, longest added tokens. Empty stretches are left out; pointers go into `tokens`.
[[nodiscard]] std::vector<TextSection> splitAtAddedTokens(std::u32string_view text,
                                                          const std::vector<AddedToken>& tokens);

// The "added_tokens" of a tokenizer.json; Unsupported for tokens that would have to be found in normalised text.
[[nodiscard]] Result<std::vector<AddedToken>> readAddedTokens(const formats::Json& document, const std::string& where);
[[nodiscard]] formats::Json toJson(const std::vector<AddedToken>& tokens);

} // namespace triptych::text
