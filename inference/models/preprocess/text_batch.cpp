// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/text_batch.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/text/words.h"

namespace triptych::models {

PaddedIds padIds(const std::vector<std::vector<std::int64_t>>& rows, const TextBatchOptions& options) {
    std::size_t longest = options.padTo;
    for (const auto& row : rows)
        longest = std::max(longest, row.size());
    const auto count = static_cast<std::int64_t>(rows.size());
    PaddedIds padded{at::full({count, static_cast<std::int64_t>(longest)}, options.padId, at::kLong), {}};
    padded.mask = at::zeros_like(padded.ids);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& row = rows[static_cast<std::size_t>(i)];
        const auto length = static_cast<std::int64_t>(row.size());
        const std::int64_t begin = options.padLeft ? static_cast<std::int64_t>(longest) - length : 0;
        padded.ids[i].narrow(0, begin, length).copy_(at::tensor(row, at::kLong));
        padded.mask[i].narrow(0, begin, length).fill_(1);
    }
    return padded;
}

namespace {

// A text is cut where the model or its tokenizer has an end, unless rows have one length.
std::optional<std::size_t> longestRow(const text::Tokenizer& tokenizer, const TextBatchOptions& options) {
    const auto own = tokenizer.facts().modelMaxLength;
    return options.padTo == 0 && options.maxTokens && own ? std::min(*options.maxTokens, *own) : options.maxTokens;
}

} // namespace

Result<void> addTexts(const std::vector<std::string>& texts, const text::Tokenizer& tokenizer,
                      const TextBatchOptions& options, PreparedSample& prepared) {
    if (texts.empty())
        return {};
    const std::optional<std::size_t> most = longestRow(tokenizer, options);
    std::vector<std::vector<std::int64_t>> rows;
    for (const std::string& text : texts) {
        text::Encoding encoding = tokenizer.encode(text, most);
        if (encoding.ids.empty())
            return fail(ErrorCode::InvalidInput, "The text is empty; write some words or leave the text out.", "text");
        if (encoding.truncated && most)
            prepared.notices.push_back("The text was cut to " + std::to_string(*most) + " tokens.");
        if (rows.empty()) {
            prepared.shown.text = text;
            prepared.shown.tokens = std::move(encoding.tokens);
            prepared.shown.words = text::mergeIntoWords(prepared.shown.text, prepared.shown.tokens);
        }
        rows.push_back(std::move(encoding.ids));
    }
    const PaddedIds padded = padIds(rows, options);
    prepared.tensors["input.input_ids"] = padded.ids;
    if (options.hasMask)
        prepared.tensors["input.attention_mask"] = padded.mask;
    if (options.hasTypeIds)
        prepared.tensors["input.token_type_ids"] = at::zeros_like(padded.ids);
    return {};
}

std::vector<std::string> textsOf(const Sample& sample) {
    std::vector<std::string> texts;
    for (const SampleItem& item : sample.of(Modality::Text))
        texts.push_back(item.text);
    return texts;
}

} // namespace triptych::models
