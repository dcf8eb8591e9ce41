// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "inference/contract/corpus_search.h"
#include "inference/engine/corpora/corpus_shelf.h"
#include "inference/engine/corpora/query_models.h"

namespace triptych::engine {

// Turns the terms of a query into one unit vector; keeps the vectors of the items that were asked for last. One thread.
class QueryReader {
public:
    explicit QueryReader(QueryModels& models)
        : m_models(models) {}

    // Errors: see CorpusService::search. A query of rows alone needs no model.
    [[nodiscard]] Result<std::vector<float>> read(const SearchRequest& request, const OpenCorpus& corpus,
                                                  const Monitor& monitor);

    [[nodiscard]] std::int64_t knownItems() const { return m_knownItems; }
    [[nodiscard]] std::int64_t askedItems() const { return m_askedItems; }

private:
    struct Kept {
        std::string key;
        std::vector<float> vector;
    };

    [[nodiscard]] Result<std::vector<float>> vectorOf(const SampleItem& item, const SearchRequest& request,
                                                      const OpenCorpus& corpus, const Monitor& monitor);

    QueryModels& m_models;
    std::deque<Kept> m_kept; // most recently used first
    std::int64_t m_knownItems = 0;
    std::int64_t m_askedItems = 0;
};

// InvalidInput where the corpus has no such row.
[[nodiscard]] Result<void> checkPlace(const OpenCorpus& corpus, const CorpusPlace& place);

} // namespace triptych::engine
