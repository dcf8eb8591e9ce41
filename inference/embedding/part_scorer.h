// SPDX-License-Identifier: GPL-3.0-or-later
// How near the items of a corpus are to a query at several granularities: as wholes, by their best region, and word by
// word. The word term is the late interaction of token-wise retrieval (Yao et al. 2022, FILIP: the mean over one side's
// tokens of the best place on the other), with words weighted by how rare they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/contract/corpus_search.h"
#include "inference/embedding/corpus.h"

namespace triptych::embedding {

struct PartQuery {
    std::vector<float> whole; // unit length, like all others
    FloatArray regions;       // of the query's picture, [windows, width]; empty without one
    FloatArray words;         // of the query's texts, [words, width]
    // Of each word, their absolute values adding up to 1; below 0: away from it.
    std::vector<float> wordWeights;
};

// A row of the corpus as query; the corpus has parts.
[[nodiscard]] PartQuery partQueryOf(const Corpus& corpus, const CorpusPlace& place);

// InvalidInput for weights that ask for parts of a corpus without any, for negative ones, and for zeros alone.
[[nodiscard]] Result<void> checkWeights(const PartWeights& weights, bool hasParts, const std::string& corpus);

// Scores rows of one modality, of which the corpus has some. Everything that it is made from must outlive it.
class PartScorer {
public:
    PartScorer(const Corpus& corpus, Modality target, const PartQuery& query, const PartWeights& weights);

    [[nodiscard]] PartScores partsOf(std::int64_t row) const;
    // The weighted mean of those that are there; the whole where none of them is.
    [[nodiscard]] float scoreOf(const PartScores& parts) const;
    // Of every row, on all processors. Canceled.
    [[nodiscard]] Result<std::vector<float>> scores(const Monitor& monitor) const;

private:
    struct Best {
        float score = 0;
        std::int64_t place = 0;
    };
    [[nodiscard]] static Best bestOf(const VectorTable& rows, std::span<const float> vector);
    [[nodiscard]] float wordsOnPicture(std::int64_t row) const;
    [[nodiscard]] float wordsOnSound(std::int64_t row) const;
    [[nodiscard]] std::optional<float> wordsOfText(std::int64_t row) const;
    void findWords();

    const VectorTable& m_table;
    const std::optional<CorpusParts>& m_parts;
    Modality m_target;
    const PartQuery& m_query;
    PartWeights m_weights;
    VectorTable m_regions;             // of the query
    VectorTable m_words;               // of the query
    std::vector<float> m_wordsInQuery; // of each word of the vocabulary, its best place in the query
};

} // namespace triptych::embedding
