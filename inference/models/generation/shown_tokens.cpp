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
    shown.firstWritten = produced.empty() ? -1 : static_cast<int>(all.size() - produced.size());
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

void appendTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown) {
    const at::Tensor row = ids.to(at::kCPU).contiguous();
    const std::span<const std::int64_t> all(row.const_data_ptr<std::int64_t>(), static_cast<std::size_t>(row.size(0)));
    const std::size_t prompt = std::min(all.size(), static_cast<std::size_t>(promptLength));
    // Decoded together with the prompt, so that a space before the first word is kept.
    const auto written = [&](std::size_t count) { return tokenizer.decode(all.first(count), true); };
    const std::string before = written(prompt);
    const std::string whole = written(all.size());
    const std::string produced =
        whole.starts_with(before) ? whole.substr(before.size()) : tokenizer.decode(all.subspan(prompt), true);
    const std::int64_t begin = lengthOf(shown.text);
    const std::int64_t skipped = lengthOf(before);
    const std::vector<std::int64_t>& special = tokenizer.facts().specialIds;
    shown.text += produced;
    shown.firstWritten = prompt < all.size() ? static_cast<int>(shown.tokens.size()) : -1;
    const std::int64_t last = lengthOf(shown.text);
    std::int64_t end = begin;
    for (std::size_t i = prompt; i < all.size(); ++i) {
        Token token;
        token.text = tokenizer.tokenOf(all[i]);
        token.special = std::ranges::binary_search(special, all[i]);
        if (!token.special) {
            const std::int64_t reached = begin + lengthOf(written(i + 1)) - skipped;
            token.chars = {end, std::max(end, std::min(reached, last))};
            end = token.chars.to;
        }
        shown.tokens.push_back(std::move(token));
    }
    shown.words = text::mergeIntoWords(shown.text, shown.tokens);
}

std::string writtenToken(const text::Tokenizer& tokenizer, std::int64_t id) {
    return tokenizer.decode({&id, 1}, false);
}

WrittenTokens writtenAfter(const at::Tensor& row, std::int64_t promptLength) {
    WrittenTokens written;
    const at::Tensor ids = row.to(at::kCPU, at::kLong).contiguous();
    const auto* values = ids.const_data_ptr<std::int64_t>();
    for (std::int64_t i = std::max<std::int64_t>(1, promptLength); i < ids.numel(); ++i) {
        written.positions.push_back(static_cast<int>(i - 1));
        written.tokens.push_back(values[i]);
    }
    return written;
}

std::function<std::string(std::span<const std::int64_t>)> writerOf(const text::Tokenizer& tokenizer) {
    return [&tokenizer](std::span<const std::int64_t> produced) { return tokenizer.decode(produced, true); };
}

} // namespace triptych::models
