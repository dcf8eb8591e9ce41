// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/formats/json.h"

namespace triptych::text {

// A token that is found in the text before it is cut into words: "[MASK]", "<image>".
struct AddedToken {
    std::int64_t id = 0;
    std::string content;
    bool singleWord = false; // not inside a word
    bool leftStrip = false;  // takes the whitespace before it along
    bool rightStrip = false;
    bool special = true;
    bool normalized = false; // found in normalised text, by its own normalised form

    bool operator==(const AddedToken&) const = default;
};

// A stretch of text in bytes: one added token, or what lies between.
struct TextSection {
    std::size_t begin = 0;
    std::size_t end = 0;
    const AddedToken* token = nullptr;
};

// Finds added tokens.
class AddedTokenMatcher {
public:
    struct Needle {
        std::string text;
        AddedToken token;
    };

    AddedTokenMatcher() = default;
    explicit AddedTokenMatcher(std::vector<Needle> needles);

    // Cuts valid UTF-8 at the leftmost, longest needles. Empty stretches are left out; pointers live as long as the
    // matcher.
    void split(std::string_view text, std::vector<TextSection>& sections) const;

private:
    [[nodiscard]] const Needle* longestAt(std::string_view text, std::size_t position) const;

    std::vector<Needle> m_needles;              // by first byte, longest first
    std::array<std::uint32_t, 257> m_firstOf{}; // m_needles [m_firstOf[b], m_firstOf[b + 1]) begin with byte b
};

// The "added_tokens" of a tokenizer.json.
[[nodiscard]] Result<std::vector<AddedToken>> readAddedTokens(const formats::Json& document, const std::string& where);
// One of them, without an id (-1): a dictionary, or plain text, which is a special token.
[[nodiscard]] Result<AddedToken> readTokenContent(const formats::Json& entry, const std::string& where);
[[nodiscard]] formats::Json toJson(const std::vector<AddedToken>& tokens);

} // namespace triptych::text
