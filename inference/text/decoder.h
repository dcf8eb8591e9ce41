// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inference/formats/json.h"

namespace triptych::text {

// A step on the way from tokens back to text; the texts that come out of the last step are joined.
class Decoder {
public:
    virtual ~Decoder() = default;
    virtual void apply(std::vector<std::string>& tokens) const = 0;
};

using DecoderPtr = std::shared_ptr<const Decoder>;

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
