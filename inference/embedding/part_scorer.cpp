// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/part_scorer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "inference/base/shares.h"
#include "inference/embedding/dot_search.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t scoredRowsPerThread = 256; // fewer are not worth a thread
constexpr std::int64_t rowsPerCheck = 1024;

FloatArray copyOf(const VectorTable& table) {
    return {{table.rows, table.width}, {table.values.begin(), table.values.end()}};
}

VectorTable viewOf(const FloatArray& rows) {
    return rows.empty() ? VectorTable{} : tableOf(rows);
}

} // namespace

PartQuery partQueryOf(const Corpus& corpus, const CorpusPlace& place) {
    PartQuery query;
    const auto whole = corpus.embeddings.at(place.modality).row(place.row);
    query.whole.assign(whole.begin(), whole.end());
    if (place.modality == Modality::Image)
        query.regions = copyOf(corpus.parts->regionsOf(place.row));
    if (place.modality != Modality::Text)
        return query;
    const auto words = corpus.parts->wordsOf(place.row);
    std::vector<float> vectors;
    float sum = 0;
    for (const std::int64_t word : words) {
        const auto row = corpus.parts->words.row(word);
        vectors.insert(vectors.end(), row.begin(), row.end());
        sum += query.wordWeights.emplace_back(corpus.parts->wordWeights[static_cast<std::size_t>(word)]);
    }
    for (float& weight : query.wordWeights)
        weight /= sum;
    if (!words.empty())
        query.words = FloatArray({static_cast<std::int64_t>(words.size()), corpus.parts->words.width}, vectors);
    return query;
}

Result<void> checkWeights(const PartWeights& weights, bool hasParts, const std::string& corpus) {
    const double least = std::min({weights.whole, weights.regions, weights.words});
    const double sum = weights.whole + weights.regions + weights.words;
    if (!(least >= 0) || !std::isfinite(sum) || sum <= 0)
        return fail(ErrorCode::InvalidInput, "Weights of whole, regions and words are 0 or more, and one is above 0.",
                    "weights");
    if (weights.wantParts() && !hasParts)
        return fail(ErrorCode::InvalidInput,
                    "This corpus has whole items only; embed its regions and words too, or weigh the whole alone.",
                    corpus);
    return {};
}

PartScorer::PartScorer(const Corpus& corpus, Modality target, const PartQuery& query, const PartWeights& weights)
    : m_table(corpus.embeddings.at(target))
    , m_parts(corpus.parts)
    , m_target(target)
    , m_query(query)
    , m_weights(weights)
    , m_regions(viewOf(query.regions))
    , m_words(viewOf(query.words)) {
    if (target == Modality::Text && weights.words > 0 && m_parts)
        findWords();
}

PartScorer::Best PartScorer::bestOf(const VectorTable& rows, std::span<const float> vector) {
    Best best{std::numeric_limits<float>::lowest(), -1};
    for (std::int64_t i = 0; i < rows.rows; ++i)
        if (const float score = innerProduct(rows.row(i), vector); score > best.score)
            best = {score, i};
    return best;
}

void PartScorer::findWords() {
    for (std::int64_t word = 0; word < m_parts->words.rows; ++word) {
        const auto vector = m_parts->words.row(word);
        const float whole = innerProduct(vector, m_query.whole);
        m_wordsInQuery.push_back(std::max({whole, bestOf(m_regions, vector).score, bestOf(m_words, vector).score}));
    }
}

float PartScorer::wordsOnPicture(std::int64_t row) const {
    const VectorTable regions = m_parts->regionsOf(row);
    float sum = 0;
    for (std::int64_t i = 0; i < m_words.rows; ++i) {
        const auto word = m_words.row(i);
        const float best = std::max(innerProduct(m_table.row(row), word), bestOf(regions, word).score);
        sum += m_query.wordWeights[static_cast<std::size_t>(i)] * best;
    }
    return sum;
}

float PartScorer::wordsOnSound(std::int64_t row) const {
    float sum = 0;
    for (std::int64_t i = 0; i < m_words.rows; ++i)
        sum += m_query.wordWeights[static_cast<std::size_t>(i)] * innerProduct(m_table.row(row), m_words.row(i));
    return sum;
}

std::optional<float> PartScorer::wordsOfText(std::int64_t row) const {
    float sum = 0;
    float weight = 0;
    for (const std::int64_t word : m_parts->wordsOf(row)) {
        sum += m_parts->wordWeights[static_cast<std::size_t>(word)] * m_wordsInQuery[static_cast<std::size_t>(word)];
        weight += m_parts->wordWeights[static_cast<std::size_t>(word)];
    }
    return weight > 0 ? std::optional(sum / weight) : std::nullopt;
}

PartScores PartScorer::partsOf(std::int64_t row) const {
    PartScores parts;
    parts.whole = innerProduct(m_table.row(row), m_query.whole);
    if (m_weights.regions > 0 && m_target == Modality::Image && m_parts && !m_parts->windows.empty()) {
        const Best best = bestOf(m_parts->regionsOf(row), m_query.whole);
        parts.regions = best.score;
        parts.bestRegion = m_parts->windows[static_cast<std::size_t>(best.place)];
    } else if (m_weights.regions > 0 && m_regions.rows > 0) {
        parts.regions = bestOf(m_regions, m_table.row(row)).score;
    }
    if (!(m_weights.words > 0) || !m_parts)
        return parts;
    if (m_target == Modality::Text)
        parts.words = wordsOfText(row);
    else if (m_words.rows > 0)
        parts.words = m_target == Modality::Image ? wordsOnPicture(row) : wordsOnSound(row);
    return parts;
}

float PartScorer::scoreOf(const PartScores& parts) const {
    double sum = m_weights.whole * static_cast<double>(parts.whole);
    double weight = m_weights.whole;
    for (const auto& [part, share] :
         {std::pair{parts.regions, m_weights.regions}, std::pair{parts.words, m_weights.words}}) {
        if (!part)
            continue;
        sum += share * static_cast<double>(*part);
        weight += share;
    }
    return weight > 0 ? static_cast<float>(sum / weight) : parts.whole;
}

Result<std::vector<float>> PartScorer::scores(const Monitor& monitor) const {
    std::vector<float> scores(static_cast<std::size_t>(m_table.rows));
    std::atomic<bool> isStopped = false;
    const auto work = [&](std::int64_t /*share*/, std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end && !isStopped; ++row) {
            if ((row - begin) % rowsPerCheck == 0 && !monitor.check())
                isStopped = true;
            scores[static_cast<std::size_t>(row)] = scoreOf(partsOf(row));
        }
    };
    doInShares(m_table.rows, sharesOf(m_table.rows, scoredRowsPerThread, processors()), work);
    return monitor.check().map([&] { return std::move(scores); });
}

} // namespace triptych::embedding
