// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"

namespace triptych::text {

// Half-open range of bytes.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const ByteRange&) const = default;
};

// What a normaliser replaces or a pre-tokenizer cuts at.
class Pattern {
public:
    virtual ~Pattern() = default;
    // Appends the matches in order, not overlapping, as ranges of `text` (valid UTF-8).
    virtual void find(std::string_view text, std::vector<ByteRange>& matches) const = 0;
};

using PatternPtr = std::shared_ptr<const Pattern>;

// Matches the text itself.
[[nodiscard]] PatternPtr literalPattern(std::string text);
// Matches every single character that `isMatch` accepts.
[[nodiscard]] PatternPtr characterPattern(bool (*isMatch)(char32_t));
// Words and runs of other signs, as the pre-tokenizer "Whitespace" has them.
[[nodiscard]] PatternPtr wordPattern();
// A regular expression as Hugging Face tokenizers understand it (Oniguruma). The patterns of GPT-2, CLIP, Qwen 2 and
// Llama 3 are matched by hand, the others by ICU. BadFormat for one that is not valid.
[[nodiscard]] Result<PatternPtr> regexPattern(const std::string& expression, const std::string& where);
// The same, always by ICU.
[[nodiscard]] Result<PatternPtr> icuPattern(const std::string& expression, const std::string& where);
// The hand-written one, or null.
[[nodiscard]] PatternPtr knownPattern(std::string_view expression);

inline constexpr const char* gpt2Expression =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
inline constexpr const char* clipExpression =
    R"(<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+)";
inline constexpr const char* qwen2Expression =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
inline constexpr const char* llama3Expression =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
inline constexpr const char* whitespaceExpression = R"(\s+)";

} // namespace triptych::text
