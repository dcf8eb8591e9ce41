// SPDX-License-Identifier: GPL-3.0-or-later
// How well items of one modality find those of another that belong to the same sample.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/contract/corpus.h"
#include "inference/contract/mean_interval.h"

namespace triptych {

// A query whose best hit belongs to another sample.
struct WrongHit {
    CorpusPlace query;
    std::string queryId;
    CorpusPlace found;
    std::string foundId;
    float score = 0;
    float rightScore = 0; // of its own best item
    std::int64_t rank = 0;

    bool operator==(const WrongHit&) const = default;
};

struct DirectionResult {
    Modality from = Modality::Text;
    Modality to = Modality::Image;
    std::int64_t queries = 0; // that have an answer
    std::int64_t gallery = 0;
    MeanInterval recall1; // 95 % bootstrap intervals over the queries
    MeanInterval recall5;
    MeanInterval recall10;
    double medianRank = 0;
    MeanInterval reciprocalRank;
    MeanInterval ndcg;             // at 10, binary relevance
    double chance = 0;             // recall at 1 of a blind guess
    std::vector<WrongHit> hardest; // at most 100, those that are wrong by the largest margin first

    bool operator==(const DirectionResult&) const = default;
};

struct SimilarPair {
    CorpusPlace first;
    std::string firstId;
    CorpusPlace second;
    std::string secondId;
    float score = 0;

    bool operator==(const SimilarPair&) const = default;
};

struct RetrievalReport {
    std::vector<DirectionResult> directions;
    std::vector<SimilarPair> nearDuplicates; // of different samples, above 0.995, at most 1,000
    std::vector<std::string> mismatched;     // samples whose image and text fit worse than 95 % of foreign pairs

    bool operator==(const RetrievalReport&) const = default;
};

// Samples that are probably mismatched and items that are there twice, for whoever cleans the data: CSV with the
// columns problem, id, other, score.
[[nodiscard]] std::string cleaningList(const RetrievalReport& report);

} // namespace triptych
