// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/corpus_searcher.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>
#include <variant>

#include "inference/embedding/part_scorer.h"
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
        hits.push_back({place,
                        corpus.content.tables.at(modality)[static_cast<std::size_t>(ids[i])],
                        found.scores.row({0})[i],
                        {},
                        {}});
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

embedding::Hits bestRows(const std::vector<float>& scores, int count) {
    std::vector<std::int64_t> rows(scores.size());
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    const auto scoreOf = [&](std::int64_t row) { return scores[static_cast<std::size_t>(row)]; };
    const auto isBetter = [&](std::int64_t a, std::int64_t b) {
        return scoreOf(a) > scoreOf(b) || (scoreOf(a) == scoreOf(b) && a < b);
    };
    std::ranges::partial_sort(rows, rows.begin() + count, isBetter);
    rows.resize(static_cast<std::size_t>(count));
    embedding::Hits hits{IntArray({1, count}), FloatArray({1, count})};
    std::ranges::copy(rows, hits.ids.values().begin());
    std::ranges::transform(rows, hits.scores.values().begin(), scoreOf);
    return hits;
}

Result<void> checkCount(int k) {
    if (k >= 1)
        return {};
    return fail(ErrorCode::InvalidInput, "Ask for one hit at least.", "k");
}

} // namespace

Result<SearchResult> CorpusSearcher::search(const OpenCorpusPtr& corpus, const SearchRequest& request,
                                            const Monitor& monitor) {
    const auto usable = checkCount(request.k).and_then(
        [&] { return embedding::checkWeights(request.weights, corpus->info.hasParts, corpus->info.folder.string()); });
    if (!usable)
        return Failure(usable.error());
    auto result =
        request.weights.wantParts() ? searchParts(*corpus, request, monitor) : searchWholes(corpus, request, monitor);
    if (!result)
        return result;
    result->knownItems = m_reader.knownItems();
    result->askedItems = m_reader.askedItems();
    if (request.rerank > 0)
        if (const auto ranked = rankByMatch(request, *corpus, m_models, result->hits, monitor); !ranked)
            return Failure(ranked.error());
    return result;
}

Result<SearchResult> CorpusSearcher::searchWholes(const OpenCorpusPtr& corpus, const SearchRequest& request,
                                                  const Monitor& monitor) {
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
    result.index = index->built->plan.kind;
    result.buildSeconds = index->buildSeconds;
    result.recall = index->built->recall;
    result.isIndexInMaking = index->isInMaking;
    return result;
}

Result<SearchResult> CorpusSearcher::searchParts(const OpenCorpus& corpus, const SearchRequest& request,
                                                 const Monitor& monitor) {
    const auto rows = corpus.content.embeddings.find(request.target);
    if (rows == corpus.content.embeddings.end() || rows->second.rows == 0)
        return fail(ErrorCode::InvalidInput, "The corpus has no items of this kind.",
                    std::string(toString(request.target)));
    const auto query = m_reader.readParts(request, corpus, monitor);
    if (!query)
        return Failure(query.error());
    if (static_cast<std::int64_t>(query->whole.size()) != rows->second.width)
        return fail(ErrorCode::InvalidInput, "The query lies in a space of another width.", "query");
    Stopwatch stopwatch;
    const embedding::PartScorer scorer(corpus.content, request.target, *query, request.weights);
    const auto scores = scorer.scores(monitor);
    if (!scores)
        return Failure(scores.error());
    SearchResult result;
    result.hits =
        hitsOf(corpus, request.target, bestRows(*scores, depthOf(request.k, request.terms.size(), rows->second.rows)),
               request.k, rowsAskedAbout(request));
    for (CorpusHit& hit : result.hits)
        hit.parts = scorer.partsOf(hit.place.row);
    result.querySeconds = stopwatch.lap();
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
