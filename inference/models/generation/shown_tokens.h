// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include "inference/contract/run_result.h"
#include "inference/text/tokenizer.h"

namespace triptych::models {

// Shows a decoder's row: prompt and produced tokens, int64 [tokens]. The text is what was produced; each token points
// into it, those of the prompt and special ones at nothing. None counts as special, because every token of the row is
// looked at and has a relevance.
void showTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown);

// Appends what was produced to a prompt that is shown already: to its text, its tokens and its words. Special tokens
// that were produced stay special and point at nothing.
void appendTokens(const text::Tokenizer& tokenizer, const at::Tensor& ids, int promptLength, ShownInputs& shown);

} // namespace triptych::models
