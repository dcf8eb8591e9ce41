// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/types.h>

#include "inference/training/heads.h"
#include "inference/training/loss_terms.h"
#include "inference/training/query_batch.h"
#include "inference/training/scene_batch.h"

namespace triptych::training {

// Cross-entropy per patch of shape, colour, size, fill and background, mean of the five. tokens [batch, patch, width].
void addDenseLoss(LossTerms& terms, const at::Tensor& tokens, const PatchLabels& labels, TrainingHeads& heads,
                  double weight);

// Symmetric InfoNCE of n items [n, d] and their k captions each [k n, d], of which the first is the true one, without
// the pairs of `alsoTrue` bool [n, k n] that are true besides the intended one. Notes `<name>.recall` within the batch.
void addContrastiveLoss(LossTerms& terms, const std::string& name, const at::Tensor& items, const at::Tensor& captions,
                        const at::Tensor& alsoTrue, const at::Tensor& scale, double weight);

// bool [scenes, captions]: captions that hold in a scene that they were not drawn for.
[[nodiscard]] at::Tensor alsoTruePairs(const std::vector<world::Scene>& scenes,
                                       const std::vector<DrawnCaption>& captions);

// Cross-entropy of the word that each audio token [caption, token, width] hears; words as in SpokenBatch.
void addSpokenWordLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens, const at::Tensor& words,
                       TrainingHeads& heads, double weight);

// Binary cross-entropy of the match logits [captions], without those whose words are partly masked (`counts` float
// [captions]: 1 or 0), which would give away that they are true; notes how often the true caption beats its negative,
// by change.
void addMatchLoss(LossTerms& terms, const std::string& name, const at::Tensor& matchLogits,
                  const std::vector<DrawnCaption>& captions, const at::Tensor& counts, double weight);

// Binary cross-entropy of the token logits where the truth is known; wrong words count more, being few.
void addTokenLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokenLogits, const TokenTruth& truth,
                  double weight);

// A row of an attention map or hidden state [caption, unit] and the columns that it should look at, or the object it
// names.
struct UnitRow {
    std::int64_t row = 0; // caption * units + unit
    std::vector<std::int64_t> columns;
    int scene = 0;
    int object = 0; // number, 1-based; 0 = several
};

// The units of mentions that name objects, with the patches of these objects. Wrong words have none.
[[nodiscard]] std::vector<UnitRow> groundedUnits(const std::vector<UnitMention>& mentions,
                                                 const std::vector<DrawnCaption>& captions,
                                                 const std::vector<PatchTruth>& truths, std::int64_t unitsPerCaption);

// Units of a text and of the speech behind it that say the same word: rows are the text's units, columns the speech's.
// Only captions of `rows` (one flag per caption) count.
[[nodiscard]] std::vector<UnitRow> sameWords(const std::vector<UnitMention>& text,
                                             const std::vector<UnitMention>& speech, const std::vector<bool>& rows,
                                             std::int64_t unitsPerCaption);

// -log of the attention mass in the columns of each row, mean of heads. attention [batch, heads, queries, keys] whose
// batch and query axes together count the rows.
void addAlignLoss(LossTerms& terms, const std::string& name, const at::Tensor& attention,
                  const std::vector<UnitRow>& rows, double weight);

// L1 distance between a readout of the tokens [caption, unit, width] and the centre of the one object that a unit
// names.
void addCentreLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens,
                   const std::vector<UnitRow>& rows, const std::vector<world::Scene>& scenes, TrainingHeads& heads,
                   double weight);

// L1 distance between a readout of the relation words' tokens [caption, unit, width] and the offset between the objects
// of the two phrases.
void addOffsetLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens,
                   const std::vector<UnitMention>& mentions, const std::vector<world::Scene>& scenes,
                   TrainingHeads& heads, double weight);

// Cross-entropy of the masked words from the fusion tokens [caption, unit, width]; the text stands first in the stream.
void addMaskedWordLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens, const at::Tensor& maskedIds,
                       TrainingHeads& heads, double weight);

} // namespace triptych::training
