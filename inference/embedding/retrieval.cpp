// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/retrieval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "inference/embedding/dot_search.h"
#include "inference/embedding/drawn_rows.h"
#include "inference/embedding/nearest.h"
#include "inference/embedding/part_scorer.h"
#include "inference/numerics/interval.h"
#include "inference/numerics/ranking.h"

namespace triptych::embedding {

namespace {

constexpr std::size_t mostHardest = 100;
constexpr std::ptrdiff_t mostDuplicates = 1'000; // of each modality
constexpr float duplicateScore = 0.995f;
constexpr std::size_t gainDepth = 10;
constexpr double misfitShare = 0.95;

using RowsById = std::unordered_map<std::string, std::vector<std::int64_t>>;

RowsById rowsById(const std::vector<CorpusRow>& table) {
    RowsById rows;
    for (std::size_t i = 0; i < table.size(); ++i)
        rows[table[i].id].push_back(static_cast<std::int64_t>(i));
    return rows;
}

// The queries that are asked of so large a gallery.
std::vector<std::int64_t> askedRows(const VectorTable& queries, const VectorTable& gallery, std::int64_t mostPairs) {
    return drawnRows(queries.rows, std::max<std::int64_t>(1, mostPairs / std::max<std::int64_t>(1, gallery.rows)));
}

// One query's scores against the whole gallery.
std::vector<float> scoresOf(const VectorTable& gallery, std::span<const float> query) {
    std::vector<float> scores(static_cast<std::size_t>(gallery.rows));
    for (std::int64_t row = 0; row < gallery.rows; ++row)
        scores[static_cast<std::size_t>(row)] = innerProduct(gallery.row(row), query);
    return scores;
}

// Ranks of the wanted rows, the best first; ties count against them.
std::vector<std::size_t> ranksOf(const std::vector<float>& scores, const std::vector<std::int64_t>& wanted) {
    std::vector<std::size_t> ranks;
    for (const std::int64_t row : wanted)
        ranks.push_back(numerics::rankOf(scores, static_cast<std::size_t>(row)));
    std::ranges::sort(ranks);
    return ranks;
}

// Binary relevance: gains 1 / log2(1 + rank) over those of the ideal order.
double ndcgOf(const std::vector<std::size_t>& ranks) {
    double gained = 0;
    double ideal = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        // Several wanted items cannot share a place.
        const std::size_t rank = std::max(ranks[i], i + 1);
        gained += rank <= gainDepth ? 1 / std::log2(1.0 + static_cast<double>(rank)) : 0;
        ideal += i < gainDepth ? 1 / std::log2(2.0 + static_cast<double>(i)) : 0;
    }
    return ideal > 0 ? gained / ideal : 0;
}

struct Tally {
    std::vector<float> hits1, hits5, hits10, reciprocal, gains;
    std::vector<std::size_t> ranks;
    double chance = 0;

    void add(const std::vector<std::size_t>& found, std::size_t gallery) {
        const std::size_t best = found.front();
        ranks.push_back(best);
        hits1.push_back(best <= 1 ? 1.0f : 0.0f);
        hits5.push_back(best <= 5 ? 1.0f : 0.0f);
        hits10.push_back(best <= 10 ? 1.0f : 0.0f);
        reciprocal.push_back(1.0f / static_cast<float>(best));
        gains.push_back(static_cast<float>(ndcgOf(found)));
        chance += static_cast<double>(found.size()) / static_cast<double>(gallery);
    }
};

// `hit` names the query, the modality that is searched, and the rank of its own best item.
void noteWrong(const std::vector<float>& scores, const std::vector<std::int64_t>& wanted,
               const std::vector<CorpusRow>& gallery, WrongHit hit, std::vector<WrongHit>& wrong) {
    const auto best = std::ranges::max_element(scores);
    hit.found.row = best - scores.begin();
    hit.foundId = gallery[static_cast<std::size_t>(hit.found.row)].id;
    if (hit.foundId == hit.queryId)
        return;
    hit.score = *best;
    hit.rightScore = std::numeric_limits<float>::lowest();
    for (const std::int64_t row : wanted)
        hit.rightScore = std::max(hit.rightScore, scores[static_cast<std::size_t>(row)]);
    wrong.push_back(std::move(hit));
}

DirectionResult summarised(const Tally& tally, std::uint64_t seed) {
    DirectionResult result;
    result.queries = static_cast<std::int64_t>(tally.ranks.size());
    result.recall1 = numerics::bootstrapMean(tally.hits1, seed);
    result.recall5 = numerics::bootstrapMean(tally.hits5, seed);
    result.recall10 = numerics::bootstrapMean(tally.hits10, seed);
    result.medianRank = numerics::medianRank(tally.ranks);
    result.reciprocalRank = numerics::bootstrapMean(tally.reciprocal, seed);
    result.ndcg = numerics::bootstrapMean(tally.gains, seed);
    result.chance = tally.ranks.empty() ? 0 : tally.chance / static_cast<double>(tally.ranks.size());
    return result;
}

// The same, or by parts.
Result<std::vector<float>> scoresOf(const Corpus& corpus, const CorpusPlace& query, Modality to,
                                    const PartWeights& weights, const Monitor& monitor) {
    if (!weights.wantParts())
        return scoresOf(corpus.embeddings.at(to), corpus.embeddings.at(query.modality).row(query.row));
    const PartQuery parts = partQueryOf(corpus, query);
    return PartScorer(corpus, to, parts, weights).scores(monitor);
}

Result<DirectionResult> evaluateDirection(const Corpus& corpus, Modality from, Modality to, const PartWeights& weights,
                                          std::uint64_t seed, std::int64_t mostPairs, const Monitor& monitor) {
    const VectorTable& queries = corpus.embeddings.at(from);
    const VectorTable& gallery = corpus.embeddings.at(to);
    const std::vector<CorpusRow>& asked = corpus.tables.at(from);
    const std::vector<CorpusRow>& found = corpus.tables.at(to);
    const RowsById wanted = rowsById(found);
    Tally tally;
    std::vector<WrongHit> wrong;
    const std::vector<std::int64_t> drawn = askedRows(queries, gallery, mostPairs);
    std::int64_t done = 0;
    for (const std::int64_t query : drawn) {
        monitor.report("retrieval", done++, static_cast<std::int64_t>(drawn.size()));
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        const std::string& id = asked[static_cast<std::size_t>(query)].id;
        const auto own = wanted.find(id);
        if (own == wanted.end())
            continue;
        const auto scores = scoresOf(corpus, {from, query}, to, weights, monitor);
        if (!scores)
            return Failure(scores.error());
        const auto ranks = ranksOf(*scores, own->second);
        tally.add(ranks, found.size());
        const auto rank = static_cast<std::int64_t>(ranks.front());
        noteWrong(*scores, own->second, found, {{from, query}, id, {to, 0}, {}, 0, 0, rank}, wrong);
    }
    DirectionResult result = summarised(tally, seed);
    result.from = from;
    result.to = to;
    result.gallery = gallery.rows;
    std::ranges::stable_sort(wrong, std::greater{}, [](const WrongHit& hit) { return hit.score - hit.rightScore; });
    wrong.resize(std::min(wrong.size(), mostHardest));
    result.hardest = std::move(wrong);
    return result;
}

std::vector<SimilarPair> duplicatesOf(const Corpus& corpus, std::int64_t mostPairs, const Monitor& monitor) {
    std::vector<SimilarPair> pairs;
    for (const auto& [modality, table] : corpus.embeddings) {
        const auto& names = corpus.tables.at(modality);
        const std::vector<std::int64_t> drawn = askedRows(table, table, mostPairs);
        const auto foundBefore = std::ssize(pairs);
        const auto isFull = [&] { return std::ssize(pairs) - foundBefore >= mostDuplicates; };
        for (const std::int64_t i : drawn) {
            if (!monitor.check() || isFull())
                break;
            const std::vector<float> scores = scoresOf(table, table.row(i));
            for (std::int64_t j = 0; j < table.rows && !isFull(); ++j) {
                const auto other = static_cast<std::size_t>(j);
                const auto own = static_cast<std::size_t>(i);
                if (scores[other] < duplicateScore || names[own].id == names[other].id)
                    continue;
                const bool wasMet = j < i && std::ranges::binary_search(drawn, j);
                if (!wasMet)
                    pairs.push_back({{modality, i}, names[own].id, {modality, j}, names[other].id, scores[other]});
            }
        }
    }
    return pairs;
}

// A pair that fits worse than nearly every foreign pair is probably a wrong one.
std::vector<std::string> mismatchesOf(const Corpus& corpus, std::int64_t mostPairs, const Monitor& monitor) {
    std::vector<std::string> ids;
    const auto images = corpus.embeddings.find(Modality::Image);
    const auto texts = corpus.embeddings.find(Modality::Text);
    if (images == corpus.embeddings.end() || texts == corpus.embeddings.end())
        return ids;
    const VectorTable& gallery = images->second;
    const VectorTable& queries = texts->second;
    const RowsById own = rowsById(corpus.tables.at(Modality::Image));
    std::unordered_set<std::string> seen;
    for (const std::int64_t query : askedRows(queries, gallery, mostPairs)) {
        const std::string& id = corpus.tables.at(Modality::Text)[static_cast<std::size_t>(query)].id;
        const auto found = own.find(id);
        if (found == own.end() || !monitor.check())
            continue;
        const auto ranks = ranksOf(scoresOf(gallery, queries.row(query)), found->second);
        const auto limit = static_cast<std::size_t>(misfitShare * static_cast<double>(gallery.rows));
        if (gallery.rows >= 20 && ranks.front() > limit && seen.insert(id).second)
            ids.push_back(id);
    }
    return ids;
}

} // namespace

Result<RetrievalReport> evaluateRetrieval(const Corpus& corpus, const PartWeights& weights, std::uint64_t seed,
                                          const Monitor& monitor, std::int64_t mostPairs) {
    if (const auto usable = checkWeights(weights, corpus.parts.has_value(), "corpus"); !usable)
        return Failure(usable.error());
    RetrievalReport report;
    for (const auto& [from, queries] : corpus.embeddings)
        for (const auto& [to, gallery] : corpus.embeddings) {
            if (from == to)
                continue;
            auto direction = evaluateDirection(corpus, from, to, weights, seed, mostPairs, monitor);
            if (!direction)
                return Failure(direction.error());
            if (direction->queries > 0)
                report.directions.push_back(*std::move(direction));
        }
    if (report.directions.empty())
        return fail(ErrorCode::InvalidInput,
                    "No two modalities of this corpus share a sample; items of one sample need the same id.", "corpus");
    report.nearDuplicates = duplicatesOf(corpus, mostPairs, monitor);
    report.mismatched = mismatchesOf(corpus, mostPairs, monitor);
    if (const auto alive = monitor.check(); !alive)
        return Failure(alive.error());
    return report;
}

} // namespace triptych::embedding
