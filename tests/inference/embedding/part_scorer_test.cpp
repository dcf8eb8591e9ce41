// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/part_scorer.h"

#include <QtTest/QTest>

#include <cmath>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

constexpr Box left{0, 0, 0.5, 1};
constexpr Box right{0.5, 0, 1, 1};

bool isNear(float a, double b) {
    return std::abs(static_cast<double>(a) - b) < 1e-6;
}

// Axes: 0 is what all have in common, 1 "ring", 2 "star". Picture 0 shows a ring on its right, picture 1 a star on its
// left; text 0 says "the ring", text 1 "the star".
Corpus twoPictures() {
    const float half = std::sqrt(0.5f);
    Corpus corpus = test::corpusOf({{Modality::Image, FloatArray({2, 3}, {half, half, 0, half, 0, half})},
                                    {Modality::Text, FloatArray({2, 3}, {0, 1, 0, 0, 0, 1})},
                                    {Modality::Audio, FloatArray({1, 3}, {0, 1, 0})}});
    struct Memory {
        FloatArray regions{{4, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}};
        FloatArray words{{3, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
    };
    const auto memory = std::make_shared<const Memory>();
    CorpusParts parts;
    parts.windows = {left, right};
    parts.regions = tableOf(memory->regions);
    parts.words = tableOf(memory->words);
    parts.vocabulary = {{"the", 0}, {"ring", 1}, {"star", 2}};
    parts.wordWeights = {std::log1p(1.0f), std::log1p(2.0f), std::log1p(2.0f)};
    parts.wordIds = {0, 1, 0, 2};
    parts.firstWord = {0, 2, 4};
    parts.memory = memory;
    corpus.parts = std::move(parts);
    return corpus;
}

PartScores scoresFor(const CorpusPlace& query, const CorpusPlace& item) {
    const Corpus corpus = twoPictures();
    const PartQuery parts = partQueryOf(corpus, query);
    return PartScorer(corpus, item.modality, parts, {1, 1, 1}).partsOf(item.row);
}

} // namespace

class PartScorerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextFindsItsRegionAndItsWords() {
        const PartScores parts = scoresFor({Modality::Text, 0}, {Modality::Image, 0});
        QVERIFY(isNear(parts.whole, std::sqrt(0.5)));
        QVERIFY(isNear(*parts.regions, 1));
        QVERIFY(*parts.bestRegion == right);
        // Each word has a region of its own: both are found in full.
        QVERIFY(isNear(*parts.words, 1));
        const PartScores other = scoresFor({Modality::Text, 0}, {Modality::Image, 1});
        QVERIFY(isNear(*other.regions, 0));
        // "the" is found, "ring" is nowhere; the rare word counts more.
        QVERIFY(isNear(*other.words, std::log(2.0) / (std::log(2.0) + std::log(3.0))));
    }

    void bothDirectionsOfAPairAgree() {
        for (const std::int64_t text : {0, 1})
            for (const std::int64_t picture : {0, 1}) {
                const CorpusPlace words{Modality::Text, text};
                const CorpusPlace pixels{Modality::Image, picture};
                const PartScores there = scoresFor(words, pixels);
                const PartScores back = scoresFor(pixels, words);
                QVERIFY(isNear(there.whole, static_cast<double>(back.whole)));
                QVERIFY(isNear(*there.regions, static_cast<double>(*back.regions)));
                QVERIFY(isNear(*there.words, static_cast<double>(*back.words)));
            }
    }

    void whatAPairLacksDoesNotCount() {
        const Corpus corpus = twoPictures();
        const PartQuery sound = partQueryOf(corpus, {Modality::Audio, 0});
        const PartScorer scorer(corpus, Modality::Image, sound, {1, 3, 100});
        const PartScores parts = scorer.partsOf(0);
        QVERIFY(parts.regions.has_value() && !parts.words.has_value());
        QVERIFY(isNear(scorer.scoreOf(parts), (std::sqrt(0.5) + 3) / 4));
        const PartScorer onSound(corpus, Modality::Audio, sound, {0, 1, 1});
        QVERIFY(isNear(onSound.scoreOf(onSound.partsOf(0)), 1)); // neither term is there: the whole
    }

    void wordsThatPointAwayCountAgainst() {
        const Corpus corpus = twoPictures();
        PartQuery query;
        query.whole = {1, 0, 0};
        query.words = FloatArray({2, 3}, {0, 1, 0, 0, 0, 1});
        query.wordWeights = {0.5f, -0.5f};
        const PartScorer scorer(corpus, Modality::Image, query, {0, 0, 1});
        QVERIFY(isNear(*scorer.partsOf(0).words, 0.5));
        QVERIFY(isNear(*scorer.partsOf(1).words, -0.5));
        const auto scores = scorer.scores({});
        QVERIFY(scores.has_value() && isNear((*scores)[1], -0.5));
    }

    void aCancelledSearchStops() {
        const Corpus corpus = twoPictures();
        const PartQuery query = partQueryOf(corpus, {Modality::Text, 0});
        CancelSource source;
        source.request_stop();
        const auto scores = PartScorer(corpus, Modality::Image, query, {1, 1, 1}).scores({source.get_token(), nullptr});
        QVERIFY(!scores.has_value() && scores.error().code == ErrorCode::Canceled);
    }
};

QTEST_APPLESS_MAIN(PartScorerTest)
#include "part_scorer_test.moc"
