// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/prompt.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/models/preprocess/text_batch.h"
#include "inference/text/words.h"

namespace triptych::models {

namespace {

int countOf(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++count;
    return count;
}

PromptRow promptOf(const std::string& text, int items, const PromptStyle& style) {
    if (const int named = countOf(text, style.placeholder); named > 0)
        return {text, named};
    std::string prompt = style.before;
    for (int i = 0; i < items; ++i)
        prompt += style.item;
    return {prompt + text + style.after, items};
}

} // namespace

Result<text::Encoding> expandPlaceholders(const text::Encoding& row, std::span<const PlaceholderItems> kinds,
                                          std::vector<std::size_t>& next) {
    text::Encoding expanded;
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        std::size_t copies = 1;
        for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
            if (row.ids[i] != kinds[kind].id)
                continue;
            if (next[kind] == kinds[kind].tokens.size())
                return fail(ErrorCode::InvalidInput, "The texts speak of more items than the sample has.",
                            row.tokens[i].text);
            copies = static_cast<std::size_t>(kinds[kind].tokens[next[kind]++]);
        }
        expanded.ids.insert(expanded.ids.end(), copies, row.ids[i]);
        expanded.tokens.insert(expanded.tokens.end(), copies, row.tokens[i]);
    }
    return expanded;
}

Result<std::vector<PromptRow>> pairPrompts(const std::vector<std::string>& texts, int items, const PromptStyle& style) {
    std::vector<PromptRow> rows;
    const int count = static_cast<int>(texts.size());
    if (count == 0)
        for (int i = 0; i < items; ++i)
            rows.push_back(promptOf("", 1, style));
    for (int i = 0; i < count; ++i)
        rows.push_back(promptOf(texts[static_cast<std::size_t>(i)], count == 1 ? items : std::min(items, 1), style));
    int named = 0;
    for (const PromptRow& row : rows)
        named += row.items;
    if (named == items)
        return rows;
    return fail(ErrorCode::InvalidInput,
                "The texts speak of " + std::to_string(named) + " items and the sample has " + std::to_string(items) +
                    "; give one text for all of them, or one text for each.",
                "text");
}

void addPaddedLeft(std::vector<text::Encoding> rows, const text::Tokenizer& tokenizer, std::int64_t padId,
                   const std::string& shownText, PreparedSample& prepared) {
    if (rows.empty())
        return;
    TextBatchOptions options;
    options.padId = padId;
    options.padLeft = true;
    std::vector<std::vector<std::int64_t>> ids;
    std::size_t longest = 0;
    for (const text::Encoding& row : rows) {
        ids.push_back(row.ids);
        longest = std::max(longest, row.ids.size());
    }
    const PaddedIds padded = padIds(ids, options);
    prepared.tensors["input.input_ids"] = padded.ids;
    prepared.tensors["input.attention_mask"] = padded.mask;
    std::vector<Token>& tokens = prepared.shown.tokens;
    Token pad;
    pad.text = tokenizer.tokenOf(padId);
    pad.special = true;
    tokens.assign(longest - rows.front().ids.size(), pad);
    tokens.insert(tokens.end(), rows.front().tokens.begin(), rows.front().tokens.end());
    prepared.shown.text = shownText;
    prepared.shown.words = text::mergeIntoWords(prepared.shown.text, tokens);
}

Result<void> addPrompts(const std::vector<PromptRow>& rows, const text::Tokenizer& tokenizer,
                        const PromptOptions& options, PreparedSample& prepared) {
    std::vector<text::Encoding> encoded;
    std::vector<std::size_t> next(1);
    for (const PromptRow& row : rows) {
        const text::Encoding encoding = tokenizer.encode(row.text);
        if (encoding.ids.empty())
            return fail(ErrorCode::InvalidInput, "The text is empty; write some words.", "text");
        if (std::ranges::count(encoding.ids, options.items.id) != row.items)
            return fail(ErrorCode::ModelMismatch,
                        "The tokenizer does not know the placeholder of images that config.json names; complete the "
                        "download of the tokenizer's files.",
                        std::to_string(options.items.id));
        auto expanded = expandPlaceholders(encoding, std::span(&options.items, 1), next);
        if (!expanded)
            return Failure(expanded.error());
        encoded.push_back(*std::move(expanded));
    }
    if (!rows.empty())
        addPaddedLeft(std::move(encoded), tokenizer, options.padId, rows.front().text, prepared);
    return {};
}

} // namespace triptych::models
