// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/shown_tokens.h"

#include <algorithm>
#include <span>

#include <ATen/ATen.h>

#include "inference/text/words.h"

namespace triptych::models {

namespace {

// Code points of UTF-8.
std::int64_t lengthOf(const std::string& text) {
    return std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
}

} // namespace

void showTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown) {
    const at::Tensor row = ids.to(at::kCPU).contiguous();
    const std::span<const std::int64_t> all(row.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(row.size(0)));
    const auto produced = all.subspan(std::min(all.size(), static_cast<std::size_t>(promptLength)));
    shown.text = tokenizer.decode(produced, true);
    const std::int64_t total = lengthOf(shown.text);
    shown.tokens.clear();
    std::int64_t end = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        Token token;
        token.text = tokenizer.tokenOf(all[i]);
        const std::size_t prompt = all.size() - produced.size();
        if (i >= prompt) {
            // A character may take several tokens, so only the text up to a token is known to be right.
            const std::int64_t reached = lengthOf(tokenizer.decode(produced.first(i + 1 - prompt), true));
            token.chars = {end, std::max(end, std::min(reached, total))};
            end = token.chars.to;
        }
        shown.tokens.push_back(std::move(token));
    }
    shown.words = text::mergeIntoWords(shown.text, shown.tokens);
}

} // namespace triptych::models
