// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/contract/corpus_search.h"
#include "inference/engine/corpora/corpus_shelf.h"
#include "inference/engine/corpora/query_models.h"

namespace triptych::engine {

// Orders the first `request.rerank` hits anew, the best match first. What a hit is worth is the mean of the model's
// target `match` over the parts of the query that it should be near to and that can be matched with it: a picture with
// words or a sound. Reports "rerank". Unsupported where the model has no matching head or nothing can be matched.
[[nodiscard]] Result<void> rankByMatch(const SearchRequest& request, const OpenCorpus& corpus, QueryModels& models,
                                       std::vector<CorpusHit>& hits, const Monitor& monitor);

} // namespace triptych::engine
