// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/base/progress.h"
#include "inference/contract/corpus_search.h"
#include "inference/contract/retrieval_report.h"
#include "inference/embedding/corpus.h"

namespace triptych::embedding {

// Reports "retrieval". Every direction between two modalities that have pairs; duplicates and misfits by wholes.
// InvalidInput where none has pairs, or where parts are weighed that the corpus lacks.
[[nodiscard]] Result<RetrievalReport> evaluateRetrieval(const Corpus& corpus, const PartWeights& weights,
                                                        std::uint64_t seed, const Monitor& monitor);

} // namespace triptych::embedding
