// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/aligned_text.h"
#include "inference/text/pattern.h"

namespace triptych::text {

// Rewrites a stretch of text before it is cut into words.
class Normalizer {
public:
    virtual ~Normalizer() = default;
    virtual void apply(AlignedText& text) const = 0;
};

using NormalizerPtr = std::shared_ptr<const Normalizer>;

// The "BertNormalizer" of Hugging Face tokenizers.
struct BertNormalizer final : Normalizer {
    bool cleanText = true;            // drop controls, make all whitespace plain spaces
    bool handleChineseChars = true;   // put spaces around every Chinese character
    std::optional<bool> stripAccents; // absent: as lowercase
    bool lowercase = true;

    void apply(AlignedText& text) const override;

    bool operator==(const BertNormalizer& other) const {
        return cleanText == other.cleanText && handleChineseChars == other.handleChineseChars &&
               stripAccents == other.stripAccents && lowercase == other.lowercase;
    }
};

enum class UnicodeForm { Nfc, Nfd, Nfkc, Nfkd };

[[nodiscard]] NormalizerPtr unicodeNormalizer(UnicodeForm form);
[[nodiscard]] NormalizerPtr lowercaseNormalizer();
[[nodiscard]] NormalizerPtr replaceNormalizer(PatternPtr pattern, std::string content);
[[nodiscard]] NormalizerPtr stripNormalizer(bool left, bool right);
// Removes combining marks; it does not take letters apart.
[[nodiscard]] NormalizerPtr stripAccentsNormalizer();
[[nodiscard]] NormalizerPtr prependNormalizer(std::string prefix);
// The clean-up of the "nmt" rules of SentencePiece.
[[nodiscard]] NormalizerPtr nmtNormalizer();
// Every byte as the visible character that byte-level tokenizers write for it.
[[nodiscard]] NormalizerPtr byteLevelNormalizer();
[[nodiscard]] NormalizerPtr sequenceNormalizer(std::vector<NormalizerPtr> steps);
// The compiled rules that SentencePiece models carry ("precompiled_charsmap"), as bytes.
[[nodiscard]] Result<NormalizerPtr> precompiledNormalizer(std::string rules, const std::string& where);

// A "normalizer" of a tokenizer.json; null where it is null. Unsupported, with its name, for a kind that is not known.
[[nodiscard]] Result<NormalizerPtr> readNormalizer(const formats::Json& entry, const std::string& where);

} // namespace triptych::text
