// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts of generative families: which images or sounds belong to which text, and rows of ids that are padded on the
// left so that all of them end together.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inference/models/model.h"
#include "inference/text/tokenizer.h"

namespace triptych::models {

// How a text becomes a prompt: before + item per image + text + after. A text that names the placeholder itself is
// taken as the whole prompt.
struct PromptStyle {
    std::string before;
    std::string item; // holds the placeholder once
    std::string after;
    std::string placeholder;
};

struct PromptRow {
    std::string text;
    int items = 0; // placeholders in it; images are used up in the order of the rows
};

// One row per text: one text takes all images, several texts one each; images without a text get an empty one.
// InvalidInput where the numbers of images and texts do not fit together.
[[nodiscard]] Result<std::vector<PromptRow>> pairPrompts(const std::vector<std::string>& texts, int items,
                                                         const PromptStyle& style);

// The items of one kind that placeholders of a prompt stand for.
struct PlaceholderItems {
    std::int64_t id = 0;     // of the placeholder
    std::vector<int> tokens; // that stand for each item, in order
};

// Every placeholder repeated as often as its item has tokens; next [kind] counts the items that were used. InvalidInput
// where a row names more items than there are.
[[nodiscard]] Result<text::Encoding>
expandPlaceholders(const text::Encoding& row, std::span<const PlaceholderItems> kinds, std::vector<std::size_t>& next);

struct PromptOptions {
    PlaceholderItems items;
    std::int64_t padId = 0;
};

// Encodes the rows into `input.input_ids` and `input.attention_mask` [rows, tokens] with every placeholder repeated;
// shows the first one with its padding. InvalidInput for a row without a token.
[[nodiscard]] Result<void> addPrompts(const std::vector<PromptRow>& rows, const text::Tokenizer& tokenizer,
                                      const PromptOptions& options, PreparedSample& prepared);

// Stores rows of encodings in this way: the longest one decides how far the others are padded.
void addPaddedLeft(std::vector<text::Encoding> rows, const text::Tokenizer& tokenizer, std::int64_t padId,
                   const std::string& shownText, PreparedSample& prepared);

} // namespace triptych::models
