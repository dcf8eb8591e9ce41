// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/training/query_batch.h"
#include "inference/training/spoken_batch.h"

namespace triptych::training {

// Captions of a batch of scenes as one stream of queries: text, speech, or text followed by speech.
struct Query {
    std::vector<DrawnCaption> captions; // what each row claims: true captions at even rows, negatives at odd ones
    std::optional<TextBatch> text;
    std::optional<SpokenBatch> speech;
    std::vector<bool> sameWords; // rows whose text and speech are the same caption

    [[nodiscard]] std::int64_t textUnits() const { return text ? text->ids.size(1) : 0; }
    [[nodiscard]] std::int64_t units() const { return textUnits() + (speech ? speech->valid.size(1) : 0); }
    // Of both modalities, as units of the stream.
    [[nodiscard]] std::vector<UnitMention> mentions() const;
    [[nodiscard]] TokenTruth tokenTruth() const;
    // float [captions]: 0 where words are masked.
    [[nodiscard]] at::Tensor unmasked() const;
};

} // namespace triptych::training
