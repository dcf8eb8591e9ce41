// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>

#include <ATen/ATen.h>

#include "inference/contract/run_result.h"
#include "inference/models/model.h"
#include "inference/text/tokenizer.h"

namespace triptych::models {

// Shows a decoder's row: prompt and produced tokens, int64 [tokens]. The text is what was produced; each token points
// into it, those of the prompt and special ones at nothing. None counts as special, because every token of the row is
// looked at and has a relevance.
void showTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown);

// Writes produced tokens as text, special ones left out; borrows the tokenizer.
[[nodiscard]] std::function<std::string(std::span<const std::int64_t>)> writerOf(const text::Tokenizer& tokenizer);

// One token as text, special ones too.
[[nodiscard]] std::string writtenToken(const text::Tokenizer& tokenizer, std::int64_t id);

// What follows the prompt in a decoder's row of ids, int64 [tokens].
[[nodiscard]] WrittenTokens writtenAfter(const at::Tensor& row, std::int64_t promptLength);

// Appends what was produced to a prompt that is shown already: to its text, its tokens and its words. Special tokens
// that were produced stay special and point at nothing.
void appendTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown);

} // namespace triptych::models
