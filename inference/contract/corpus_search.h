// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to a corpus.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "inference/contract/corpus.h"
#include "inference/contract/units.h"

namespace triptych {

enum class IndexKind { Auto, Exact, Hnsw, Ivf };

inline constexpr std::array<std::pair<IndexKind, std::string_view>, 4> indexKindNames{
    {{IndexKind::Auto, "auto"}, {IndexKind::Exact, "exact"}, {IndexKind::Hnsw, "hnsw"}, {IndexKind::Ivf, "ivf"}}};

[[nodiscard]] constexpr std::string_view toString(IndexKind kind) {
    return std::ranges::find(indexKindNames, kind, &std::pair<IndexKind, std::string_view>::first)->second;
}

// One part of a query: something new, or a row that is there.
struct QueryTerm {
    std::variant<SampleItem, CorpusPlace> what;
    double weight = 1; // below 0: away from it

    bool operator==(const QueryTerm&) const = default;
};

// What a score is made of: the mean, so weighted, of those parts that a query and an item have.
//   whole    cosine of both as wholes
//   regions  of the picture's best region with the other side as a whole
//   words    mean over the text's words, rare ones counting more, of each one's best place on the other side
struct PartWeights {
    double whole = 1;
    double regions = 0;
    double words = 0;

    [[nodiscard]] bool wantParts() const { return regions > 0 || words > 0; }
    bool operator==(const PartWeights&) const = default;
};

struct SearchRequest {
    std::filesystem::path corpus;
    // The unit vectors of the terms, weighted and added, then brought to unit length: king - man + woman, or a picture
    // and the words that change it.
    std::vector<QueryTerm> terms;
    Modality target = Modality::Image;
    int k = 10;
    IndexKind index = IndexKind::Auto; // unused where parts are weighed: every item is looked at
    PartWeights weights;
    int rerank = 0;          // so many of the first hits are ordered anew by the model's matching head
    std::string rerankModel; // empty: the model that reads the query
    std::string model;       // that reads new items; empty: as the corpus names it
    std::string device = "auto";

    bool operator==(const SearchRequest&) const = default;
};

struct PartScores {
    float whole = 0;
    std::optional<float> regions; // empty where the pair has none
    std::optional<float> words;
    std::optional<Box> bestRegion; // of the found picture

    bool operator==(const PartScores&) const = default;
};

struct CorpusHit {
    CorpusPlace place;
    CorpusRow row;
    float score = 0;                 // cosine with the query, or the weighted mean of its parts
    std::optional<PartScores> parts; // where parts are weighed
    std::optional<float> match;      // the target "match" of the model that ranked the hit again

    bool operator==(const CorpusHit&) const = default;
};

struct SearchResult {
    std::vector<CorpusHit> hits; // best first; rows of the query itself are left out
    IndexKind index = IndexKind::Exact;
    double buildSeconds = 0; // of the index, when it was built for this search
    double querySeconds = 0; // of the search alone
    // Share of the exact hits that the index finds, over rows of the corpus as queries, for the kind of queries that it
    // finds least for; empty where it is exact.
    std::optional<double> recall;
    // Whether a faster index is being built in the background; until it is there, searches are exact.
    bool isIndexInMaking = false;
    // New items whose vectors were still known from earlier searches, of all new items so far.
    std::int64_t knownItems = 0;
    std::int64_t askedItems = 0;

    bool operator==(const SearchResult&) const = default;
};

struct JudgeRequest {
    std::filesystem::path corpus;
    PartWeights weights;
    std::uint64_t seed = 0;

    bool operator==(const JudgeRequest&) const = default;
};

struct NeighbourRequest {
    std::filesystem::path corpus;
    CorpusPlace place;
    std::vector<Modality> modalities; // among which; empty: all of the corpus
    int k = 15;

    bool operator==(const NeighbourRequest&) const = default;
};

} // namespace triptych
