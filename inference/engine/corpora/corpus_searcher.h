// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/contract/corpus_search.h"
#include "inference/engine/corpora/corpus_shelf.h"
#include "inference/engine/corpora/index_shelf.h"
#include "inference/engine/corpora/query_models.h"
#include "inference/engine/corpora/query_reader.h"

namespace triptych::engine {

// Answers CorpusService::search; keeps models, indices and the vectors of queries. One thread.
class CorpusSearcher {
public:
    CorpusSearcher()
        : m_reader(m_models) {}

    [[nodiscard]] Result<SearchResult> search(const OpenCorpusPtr& corpus, const SearchRequest& request,
                                              const Monitor& monitor);

private:
    [[nodiscard]] Result<SearchResult> searchWholes(const OpenCorpusPtr& corpus, const SearchRequest& request,
                                                    const Monitor& monitor);
    [[nodiscard]] Result<SearchResult> searchParts(const OpenCorpus& corpus, const SearchRequest& request,
                                                   const Monitor& monitor);

    QueryModels m_models;
    QueryReader m_reader;
    IndexShelf m_indices;
};

// Answers CorpusService::neighbours. Any thread.
[[nodiscard]] Result<std::vector<CorpusHit>> neighboursIn(const OpenCorpus& corpus, const NeighbourRequest& request);

} // namespace triptych::engine
