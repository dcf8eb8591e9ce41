// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts that hold images and sounds.
#pragma once

#include <string>
#include <vector>

#include "inference/models/model.h"
#include "inference/text/tokenizer.h"

namespace triptych::models::qwen2_5_omni {

// How one kind of item stands in a prompt.
struct ItemStyle {
    std::int64_t placeholderId = 0;
    std::string placeholder;
    std::string item; // the placeholder between its marks
};

struct OmniItems {
    ItemStyle style;
    std::vector<int> tokens; // that stand for each item, in order
};

// One row per text: one text takes all items, several texts one of each kind in order; items without a text get an
// empty one. A text that names a placeholder itself is taken as the whole prompt. Sets `input.input_ids` and
// `input.attention_mask`, padded on the left, and shows the first row. InvalidInput where items and texts do not fit.
[[nodiscard]] Result<void> addOmniPrompts(std::vector<std::string> texts, std::vector<OmniItems> kinds,
                                          const text::Tokenizer& tokenizer, std::int64_t padId,
                                          PreparedSample& prepared);

} // namespace triptych::models::qwen2_5_omni
