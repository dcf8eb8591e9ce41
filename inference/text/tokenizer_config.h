// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/added_tokens.h"
#include "inference/text/tokenizer.h"

namespace triptych::text {

// The tokens with a role, by the names that the files use: "bos_token", "eos_token", "unk_token", "sep_token",
// "cls_token", "pad_token", "mask_token".
using RoleTokens = std::map<std::string, AddedToken>;

// What tokenizer_config.json, special_tokens_map.json and added_tokens.json say beside the tokenizer proper.
struct TokenizerConfig {
    formats::Json raw = formats::Json::object(); // tokenizer_config.json
    std::string className;                       // without "Fast"; empty if not given
    RoleTokens roles;
    std::vector<AddedToken> extraSpecialTokens;
    std::map<std::int64_t, AddedToken> addedTokens; // "added_tokens_decoder" or added_tokens.json, by id
    std::optional<std::size_t> modelMaxLength;
    Side paddingSide = Side::Right;
    Side truncationSide = Side::Right;
    bool cleanUpSpaces = false; // on decoding

    // A flag of tokenizer_config.json.
    [[nodiscard]] bool flag(const char* key, bool fallback) const;
};

// Gives roles that no file names the tokens that the class uses by default.
void fillClassDefaults(TokenizerConfig& config);

// Files that are missing say nothing. A class that is known fills in what its files leave out.
[[nodiscard]] Result<TokenizerConfig> readTokenizerConfig(const std::filesystem::path& folder);

} // namespace triptych::text
