// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/models/model.h"
#include "inference/text/tokenizer.h"

namespace triptych::models {

struct TextBatchOptions {
    std::optional<std::size_t> maxTokens; // longer texts are cut, with a notice
    std::int64_t padId = 0;
    std::size_t padTo = 0; // shortest row; 0: the longest text of the batch
    bool padLeft = false;
    bool hasTypeIds = false; // BERT-style segment ids, all 0
    bool hasMask = true;     // input.attention_mask
};

// Encodes texts into `input.input_ids` [texts, tokens] int64, `input.attention_mask` and `input.token_type_ids`, and
// shows the first one: text, tokens and words. InvalidInput for a text that gives no token.
[[nodiscard]] Result<void> addTexts(const std::vector<std::string>& texts, const text::Tokenizer& tokenizer,
                                    const TextBatchOptions& options, PreparedSample& prepared);

// Rows of ids, padded to one length: ids and mask [rows, tokens] int64.
struct PaddedIds {
    at::Tensor ids;
    at::Tensor mask;
};
[[nodiscard]] PaddedIds padIds(const std::vector<std::vector<std::int64_t>>& rows, const TextBatchOptions& options);

// The texts of a sample in order.
[[nodiscard]] std::vector<std::string> textsOf(const Sample& sample);

} // namespace triptych::models
