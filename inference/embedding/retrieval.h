// SPDX-License-Identifier: GPL-3.0-or-later
// How well items of one modality find those of another that belong to the same sample.
#pragma once

#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/embedding/corpus.h"
#include "inference/numerics/interval.h"

namespace triptych::embedding {

// A query whose best hit belongs to another sample.
struct WrongHit {
    std::string query; // id of its sample
    std::string found; // id of the wrong hit's
    float score = 0;
    float rightScore = 0; // of its own best item
    std::int64_t rank = 0;
};

struct DirectionResult {
    Modality from = Modality::Text;
    Modality to = Modality::Image;
    std::int64_t queries = 0; // that have an answer
    std::int64_t gallery = 0;
    numerics::MeanInterval recall1; // 95 % bootstrap intervals over the queries
    numerics::MeanInterval recall5;
    numerics::MeanInterval recall10;
    double medianRank = 0;
    numerics::MeanInterval reciprocalRank;
    numerics::MeanInterval ndcg;   // at 10, binary relevance
    double chance = 0;             // recall at 1 of a blind guess
    std::vector<WrongHit> hardest; // at most 100, those that are wrong by the largest margin first
};

struct SimilarPair {
    Modality modality = Modality::Image;
    std::string first;
    std::string second;
    float score = 0;
};

struct RetrievalReport {
    std::vector<DirectionResult> directions;
    std::vector<SimilarPair> nearDuplicates; // of different samples, above 0.995, at most 1,000
    std::vector<std::string> mismatched;     // samples whose image and text fit worse than 95 % of foreign pairs
    std::vector<std::string> notices;
};

// Every direction between two modalities that have pairs. InvalidInput where none has.
[[nodiscard]] Result<RetrievalReport> evaluateRetrieval(const Corpus& corpus, std::uint64_t seed,
                                                        const Monitor& monitor);

} // namespace triptych::embedding
