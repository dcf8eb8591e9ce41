// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/corpus_searcher.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "inference/engine/corpora/match_ranker.h"
#include "inference/engine/stopwatch.h"

namespace triptych::engine {

namespace {

// Hits of the first query; at most k, without the places that were asked about.
std::vector<CorpusHit> hitsOf(const OpenCorpus& corpus, Modality modality, const embedding::Hits& found, int k,
                              const std::vector<CorpusPlace>& own) {
    std::vector<CorpusHit> hits;
    const auto ids = found.ids.row({0});
    for (std::size_t i = 0; i < ids.size() && hits.size() < static_cast<std::size_t>(k); ++i) {
        const CorpusPlace place{modality, ids[i]};
        if (ids[i] < 0 || std::ranges::find(own, place) != own.end())
            continue;
        hits.push_back({place, corpus.content.tables.at(modality)[static_cast<std::size_t>(ids[i])],
                        found.scores.row({0})[i], std::nullopt});
    }
    return hits;
}

std::vector<CorpusPlace> rowsAskedAbout(const SearchRequest& request) {
    std::vector<CorpusPlace> places;
    for (const QueryTerm& term : request.terms)
        if (const auto* place = std::get_if<CorpusPlace>(&term.what))
            places.push_back(*place);
    return places;
}

// Room for the hits and for the rows that will be left out, within the table.
int depthOf(int k, std::size_t own, std::int64_t rows) {
    return static_cast<int>(
        std::min<std::int64_t>(static_cast<std::int64_t>(k) + static_cast<std::int64_t>(own), rows));
}

Result<void> checkCount(int k) {
    if (k >= 1)
        return {};
    return fail(ErrorCode::InvalidInput, "Ask for one hit at least.", "k");
}

} // namespace

Result<SearchResult> CorpusSearcher::search(const OpenCorpusPtr& corpus, const SearchRequest& request,
                                            const Monitor& monitor) {
    if (const auto usable = checkCount(request.k); !usable)
        return Failure(usable.error());
    const auto query = m_reader.read(request, *corpus, monitor);
    if (!query)
        return Failure(query.error());
    const auto index = m_indices.get(corpus, request.target, request.index, request.device, monitor);
    if (!index)
        return Failure(index.error());
    const std::vector<CorpusPlace> own = rowsAskedAbout(request);
    const embedding::VectorTable asked{*query, 1, static_cast<std::int64_t>(query->size())};
    SearchResult result;
    Stopwatch stopwatch;
    const auto found =
        index->built->index->search(asked, depthOf(request.k, own.size(), corpus->info.rows.at(request.target)));
    if (!found)
        return Failure(found.error());
    result.querySeconds = stopwatch.lap();
    result.hits = hitsOf(*corpus, request.target, *found, request.k, own);
    result.index = index->built->kind;
    result.buildSeconds = index->buildSeconds;
    result.recall = index->built->recall;
    result.knownItems = m_reader.knownItems();
    result.askedItems = m_reader.askedItems();
    if (request.rerank > 0)
        if (const auto ranked = rankByMatch(request, *corpus, m_models, result.hits, monitor); !ranked)
            return Failure(ranked.error());
    return result;
}

Result<std::vector<CorpusHit>> neighboursIn(const OpenCorpus& corpus, const NeighbourRequest& request) {
    if (const auto usable = checkCount(request.k).and_then([&] { return checkPlace(corpus, request.place); }); !usable)
        return Failure(usable.error());
    const embedding::VectorTable& own = corpus.content.embeddings.at(request.place.modality);
    const embedding::VectorTable asked{own.row(request.place.row), 1, own.width};
    std::vector<CorpusHit> all;
    for (const auto& [modality, table] : corpus.content.embeddings) {
        const bool isMeant =
            request.modalities.empty() || std::ranges::find(request.modalities, modality) != request.modalities.end();
        if (!isMeant || table.width != own.width || table.rows == 0)
            continue;
        const auto found = embedding::searchExactly(table, asked, depthOf(request.k, 1, table.rows));
        std::ranges::move(hitsOf(corpus, modality, found, request.k, {request.place}), std::back_inserter(all));
    }
    std::ranges::stable_sort(all, std::greater{}, &CorpusHit::score);
    all.resize(std::min(all.size(), static_cast<std::size_t>(request.k)));
    return all;
}

} // namespace triptych::engine
