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

    [[nodiscard]] std::size_t size() const { return before.size() + after.size(); }
    bool operator==(const SequenceFrame&) const = default;
};

// From the "post_processor" of a tokenizer.json: TemplateProcessing, BertProcessing, or null, which adds nothing.
[[nodiscard]] Result<SequenceFrame> readSequenceFrame(const formats::Json& document, const std::string& where);

// As TemplateProcessing. A pair gets a second `after`, as BERT has it.
[[nodiscard]] formats::Json toJson(const SequenceFrame& frame);

} // namespace triptych::text
