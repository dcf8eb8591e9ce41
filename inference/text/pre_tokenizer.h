// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "inference/formats/json.h"
#include "inference/text/aligned_text.h"
#include "inference/text/pattern.h"

namespace triptych::text {

// Text that is being cut into words.
struct CutText {
    AlignedText text;
    std::vector<ByteRange> words; // in order, none empty; what lies between was removed
    // Set where the words are still plain bytes and the model has to read each as its visible character.
    bool rawBytes = false;

    // Scratch of the steps.
    AlignedText nextText;
    std::vector<ByteRange> nextWords;
    std::vector<ByteRange> matches;
};

class PreTokenizer {
public:
    virtual ~PreTokenizer() = default;
    virtual void apply(CutText& cut) const = 0;
};

using PreTokenizerPtr = std::shared_ptr<const PreTokenizer>;

// What becomes of the stretches that the pattern of a Split matches.
enum class SplitBehavior { Isolated, Removed, MergedWithPrevious, MergedWithNext, Contiguous };

// `invert` swaps what matches and what lies between.
[[nodiscard]] PreTokenizerPtr splitPreTokenizer(PatternPtr pattern, SplitBehavior behavior, bool invert);

struct ByteLevelOptions {
    bool addPrefixSpace = true;
    bool useRegex = true;  // cut as GPT-2 does
    bool rawBytes = false; // leave the mapping to visible characters to the model
};
[[nodiscard]] PreTokenizerPtr byteLevelPreTokenizer(const ByteLevelOptions& options);

struct MetaspaceOptions {
    enum class Prepend { First, Never, Always };

    char32_t replacement = U'\u2581';
    Prepend prepend = Prepend::Always;
    bool split = true;
};
[[nodiscard]] PreTokenizerPtr metaspacePreTokenizer(const MetaspaceOptions& options);

[[nodiscard]] PreTokenizerPtr sequencePreTokenizer(std::vector<PreTokenizerPtr> steps);

// A "pre_tokenizer" of a tokenizer.json; null where it is null. Unsupported, with its name, for a kind that is not
// known. With `rawBytes` a ByteLevel that comes last leaves the mapping to the model.
[[nodiscard]] Result<PreTokenizerPtr> readPreTokenizer(const formats::Json& entry, bool rawBytes,
                                                       const std::string& where);
[[nodiscard]] Result<MetaspaceOptions> readMetaspaceOptions(const formats::Json& entry, const std::string& where);

} // namespace triptych::text
