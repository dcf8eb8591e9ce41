// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/progress.h"
#include "inference/contract/corpus_search.h"
#include "inference/contract/retrieval_report.h"
#include "inference/embedding/corpus.h"

namespace triptych::embedding {

// So many pairs of vectors take a minute or two.
inline constexpr std::int64_t mostComparedPairs = 1'000'000'000;

// Reports "retrieval". Every direction between two modalities that have pairs; duplicates and misfits by wholes.
// Where queries times gallery are more than `mostPairs`, queries are drawn evenly (DirectionResult::queries says how
// many count), and so are the rows whose duplicates and the pairs whose fit are looked at.
// InvalidInput where none has pairs, or where parts are weighed that the corpus lacks.
[[nodiscard]] Result<RetrievalReport> evaluateRetrieval(const Corpus& corpus, const PartWeights& weights,
                                                        std::uint64_t seed, const Monitor& monitor,
                                                        std::int64_t mostPairs = mostComparedPairs);

} // namespace triptych::embedding
