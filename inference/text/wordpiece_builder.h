// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/text/wordpiece.h"

namespace triptych::text {

// A BERT-style tokenizer that knows every given word whole. Other words are spelt: printable ASCII characters and every
// character of the given words are pieces of their own, at the start of a word and, as "##", inside. Chinese words give
// their characters, because BERT takes them apart. Ids: [PAD] [UNK] [CLS] [SEP] [MASK], the words in their order, the
// characters.
[[nodiscard]] WordPieceSpec buildWordPiece(const std::vector<std::string>& words);

} // namespace triptych::text
