// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/word_maps.h"

namespace triptych::models {

WordMaps loadWordMaps(const backend::WeightScope& embeddings, const backend::WeightScope& head, std::int64_t words,
                      std::int64_t width, bool isTied) {
    const auto of = [&](const backend::WeightScope& scope) { return scope.take("weight", {words, width}); };
    if (isTied && !(head.has("weight") && embeddings.has("weight"))) {
        const at::Tensor shared = of(head.has("weight") ? head : embeddings);
        return {shared, shared};
    }
    return {of(embeddings), of(head)};
}

} // namespace triptych::models
