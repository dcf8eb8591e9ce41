// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/qwen2_5_omni/omni_prompt.h"

#include <algorithm>

#include "inference/models/generation/prompt.h"

namespace triptych::models::qwen2_5_omni {

namespace {

bool namesPlaceholder(const std::string& text, const std::vector<OmniItems>& kinds) {
    return std::ranges::any_of(
        kinds, [&](const OmniItems& kind) { return text.find(kind.style.placeholder) != std::string::npos; });
}

std::string promptOf(const std::string& text, bool isOnly, const std::vector<OmniItems>& kinds) {
    if (namesPlaceholder(text, kinds))
        return text;
    std::string prompt = "<|im_start|>user\n";
    for (const OmniItems& kind : kinds) {
        const std::size_t count = isOnly ? kind.tokens.size() : std::min<std::size_t>(kind.tokens.size(), 1);
        for (std::size_t i = 0; i < count; ++i)
            prompt += kind.style.item;
    }
    return prompt + text + "<|im_end|>\n<|im_start|>assistant\n";
}

} // namespace

Result<void> addOmniPrompts(std::vector<std::string> texts, std::vector<OmniItems> kinds,
                            const text::Tokenizer& tokenizer, std::int64_t padId, PreparedSample& prepared) {
    const bool hasItems = std::ranges::any_of(kinds, [](const OmniItems& kind) { return !kind.tokens.empty(); });
    if (texts.empty() && !hasItems)
        return {};
    if (texts.empty())
        texts.emplace_back();
    std::vector<text::Encoding> rows;
    std::vector<std::size_t> next(kinds.size());
    std::vector<PlaceholderItems> items;
    for (const OmniItems& kind : kinds)
        items.push_back({kind.style.placeholderId, kind.tokens});
    std::string shown;
    for (const std::string& text : texts) {
        const std::string prompt = promptOf(text, texts.size() == 1, kinds);
        if (rows.empty())
            shown = prompt;
        auto row = expandPlaceholders(tokenizer.encode(prompt), items, next);
        if (!row)
            return Failure(row.error());
        rows.push_back(*std::move(row));
    }
    for (std::size_t k = 0; k < kinds.size(); ++k)
        if (next[k] != kinds[k].tokens.size())
            return fail(ErrorCode::InvalidInput,
                        "The sample has more items than its texts speak of; give one text for all of them, or one text "
                        "for each.",
                        kinds[k].style.placeholder);
    addPaddedLeft(std::move(rows), tokenizer, padId, shown, prepared);
    return {};
}

} // namespace triptych::models::qwen2_5_omni
