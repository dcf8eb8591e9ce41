// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/formats/json.h"

namespace triptych::text {

struct SpecialToken {
    std::int64_t id = 0;
    std::string text;

    bool operator==(const SpecialToken&) const = default;
};

// What is put around a single sequence: [CLS] ... [SEP].
struct SequenceFrame {
    std::vector<SpecialToken> before;
    std::vector<SpecialToken> after;

    bool operator==(const SequenceFrame&) const = default;
};

// A step of a template: the first or the second text, or a special token.
struct TemplateStep {
    enum class Kind { First, Second, Special };

    Kind kind = Kind::First;
    SpecialToken token;
    std::int64_t typeId = 0;
};

// Takes the whitespace that byte-level tokens carry out of their ranges.
struct OffsetTrim {
    bool addPrefixSpace = true; // the first token may carry a space that was never written
};

// What is done with the tokens of the text.
struct PostProcessor {
    std::vector<OffsetTrim> trims; // in order
    std::vector<TemplateStep> single{TemplateStep{}};
    std::vector<TemplateStep> pair{TemplateStep{}, TemplateStep{TemplateStep::Kind::Second, {}, 1}};
    bool hasPair = true; // false: the file says nothing about pairs
};

// The "post_processor" of a tokenizer.json: TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel, a
// Sequence of these, or null, which adds nothing. Unsupported, with its name, for another.
[[nodiscard]] Result<PostProcessor> readPostProcessor(const formats::Json& entry, const std::string& where);

// As TemplateProcessing. A pair gets a second `after`, as BERT has it.
[[nodiscard]] formats::Json toJson(const SequenceFrame& frame);

} // namespace triptych::text
