// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/pattern.h"
#include "inference/text/pre_tokenizer.h"

namespace triptych::text {

// A step on the way from tokens back to text; the texts that come out of the last step are joined.
class Decoder {
public:
    virtual ~Decoder() = default;
    virtual void apply(std::vector<std::string>& tokens) const = 0;
};

using DecoderPtr = std::shared_ptr<const Decoder>;

// Visible characters back to the bytes that they stand for.
[[nodiscard]] DecoderPtr byteLevelDecoder();
[[nodiscard]] DecoderPtr metaspaceDecoder(const MetaspaceOptions& options);
[[nodiscard]] DecoderPtr wordPieceDecoder(std::string prefix, bool cleanup);
[[nodiscard]] DecoderPtr bpeDecoder(std::string suffix);
[[nodiscard]] DecoderPtr ctcDecoder(std::string pad, std::string delimiter, bool cleanup);
[[nodiscard]] DecoderPtr replaceDecoder(PatternPtr pattern, std::string content);
[[nodiscard]] DecoderPtr fuseDecoder();
// At most `start` times the content from the front of every token, and `stop` times from its end.
[[nodiscard]] DecoderPtr stripDecoder(std::string content, std::int64_t start, std::int64_t stop);
// Runs of tokens like "<0xE2>" become the characters that they spell, or one replacement character each.
[[nodiscard]] DecoderPtr byteFallbackDecoder();
[[nodiscard]] DecoderPtr sequenceDecoder(std::vector<DecoderPtr> steps);

// A "decoder" of a tokenizer.json; null where it is null: tokens are joined by spaces. Unsupported, with its name, for
// a kind that is not known.
[[nodiscard]] Result<DecoderPtr> readDecoder(const formats::Json& entry, const std::string& where);

// Takes out the spaces that tokenizers of English put before signs and contractions.
[[nodiscard]] std::string cleanedUp(std::string text, bool contractDoNot);

// Without whitespace at the ends.
[[nodiscard]] std::string stripped(std::string_view text);

void replaceAll(std::string& text, std::string_view from, std::string_view to);

// Malformed bytes become U+FFFD, one for every longest beginning of a character.
[[nodiscard]] std::string validUtf8(std::string_view bytes);

} // namespace triptych::text
