// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "inference/contract/corpus_search.h"
#include "inference/embedding/part_scorer.h"
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
    // With what else its terms have at finer granularities: the windows of its first picture, each in that picture's
    // place, and the words of its texts. The corpus has parts.
    [[nodiscard]] Result<embedding::PartQuery> readParts(const SearchRequest& request, const OpenCorpus& corpus,
                                                         const Monitor& monitor);

    [[nodiscard]] std::int64_t knownItems() const { return m_knownItems; }
    [[nodiscard]] std::int64_t askedItems() const { return m_askedItems; }

private:
    struct Kept {
        std::string key;
        std::vector<float> vector;
    };

    using Vector = std::vector<float>;

    // ModelMismatch where it is not the model that made the corpus.
    [[nodiscard]] Result<std::shared_ptr<models::Model>> modelOf(const SearchRequest& request, const OpenCorpus& corpus,
                                                                 const Monitor& monitor);
    [[nodiscard]] Result<Vector> vectorOf(const SampleItem& item, const SearchRequest& request,
                                          const OpenCorpus& corpus, const Monitor& monitor);
    [[nodiscard]] Result<Vector> vectorOf(const QueryTerm& term, const SearchRequest& request, const OpenCorpus& corpus,
                                          const Monitor& monitor);
    [[nodiscard]] Result<std::vector<Vector>> vectorsOf(const SearchRequest& request, const OpenCorpus& corpus,
                                                        const Monitor& monitor);
    // `vectors`: of the terms.
    [[nodiscard]] Result<void> addRegions(const SearchRequest& request, const OpenCorpus& corpus,
                                          std::vector<Vector> vectors, embedding::PartQuery& query,
                                          const Monitor& monitor);
    [[nodiscard]] Result<void> addWords(const SearchRequest& request, const OpenCorpus& corpus,
                                        embedding::PartQuery& query, const Monitor& monitor);

    QueryModels& m_models;
    std::deque<Kept> m_kept; // most recently used first
    std::int64_t m_knownItems = 0;
    std::int64_t m_askedItems = 0;
};

// InvalidInput where the corpus has no such row.
[[nodiscard]] Result<void> checkPlace(const OpenCorpus& corpus, const CorpusPlace& place);

} // namespace triptych::engine
