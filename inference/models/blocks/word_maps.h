// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include "inference/backend/weight_reader.h"

namespace triptych::models {

// From words to tokens and back, both [words, width].
struct WordMaps {
    at::Tensor embeddings;
    at::Tensor head;
};

// The `weight` of both scopes. Where the configuration ties them, one of the two is enough, whichever it is; where both
// are stored, each is used for what it is, as transformers does.
[[nodiscard]] WordMaps loadWordMaps(const backend::WeightScope& embeddings, const backend::WeightScope& head,
                                    std::int64_t words, std::int64_t width, bool isTied);

} // namespace triptych::models
