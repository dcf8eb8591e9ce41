// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "inference/training/caption_draw.h"
#include "inference/training/caption_encoder.h"

namespace triptych::training {

// Words of one caption that name objects, as units of its stream (text tokens, or audio tokens behind them).
struct UnitMention {
    int row = 0;     // caption in the batch
    int mention = 0; // index into the caption's mentions
    std::vector<std::int64_t> units;
    std::vector<int> objects; // numbers, 1-based
    world::Mention::Role role = world::Mention::Role::Noun;
    int phrase = 0; // of the caption's meaning; -1 for the relation's words
    bool wrong = false;
};

// The text of captions as tensors, padded to the longest.
struct TextBatch {
    at::Tensor ids;   // int64 [caption, token]
    at::Tensor valid; // bool [caption, token]
    std::vector<UnitMention> mentions;
    at::Tensor maskedIds; // int64 [caption, token]: what stands under [MASK]; -1 elsewhere
};

// maskPercent: chance that one mention of a caption is masked (of negatives only words that are not wrong, and without
// a target). A caption longer than maxTokens is cut.
[[nodiscard]] TextBatch encodeTexts(const std::vector<DrawnCaption>& captions, const CaptionEncoder& encoder,
                                    int maskPercent, int maxTokens, std::uint64_t seed);

// Which tokens fit the picture: target 1 or 0 and whether it is known, float and bool [caption, units].
struct TokenTruth {
    at::Tensor fits;
    at::Tensor known;
};

[[nodiscard]] TokenTruth tokenTruth(const std::vector<DrawnCaption>& captions, const std::vector<UnitMention>& mentions,
                                    const at::Tensor& valid);

} // namespace triptych::training
