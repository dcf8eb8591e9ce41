// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/retrieval.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

// Row i is the i-th axis.
FloatArray axes(std::int64_t count) {
    FloatArray rows({count, count});
    for (std::int64_t row = 0; row < count; ++row)
        rows.row({row})[static_cast<std::size_t>(row)] = 1;
    return rows;
}

const DirectionResult& direction(const RetrievalReport& report, Modality from, Modality to) {
    return *std::ranges::find_if(report.directions, [&](const auto& d) { return d.from == from && d.to == to; });
}

} // namespace

class RetrievalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void perfectPairsAreAllFound() {
        const auto report = evaluateRetrieval(
            test::corpusOf({{Modality::Image, axes(12)}, {Modality::Text, axes(12)}, {Modality::Audio, axes(12)}}), {},
            1, {});
        QVERIFY(report.has_value());
        QCOMPARE(report->directions.size(), std::size_t{6});
        for (const DirectionResult& result : report->directions) {
            QCOMPARE(result.queries, std::int64_t{12});
            QCOMPARE(result.recall1.mean, 1.0);
            QCOMPARE(result.medianRank, 1.0);
            QCOMPARE(result.reciprocalRank.mean, 1.0);
            QCOMPARE(result.ndcg.mean, 1.0);
            QVERIFY(std::abs(result.chance - 1.0 / 12) < 1e-9);
            QVERIFY(result.hardest.empty());
        }
        QVERIFY(report->nearDuplicates.empty());
        QVERIFY(report->mismatched.empty());
    }

    void queriesOfALargeCorpusAreDrawn() {
        FloatArray texts = axes(12);
        texts.row({5})[5] = 0;
        texts.row({5})[4] = 1; // twice: a row that is drawn and one that is not
        const auto report = evaluateRetrieval(test::corpusOf({{Modality::Image, axes(12)}, {Modality::Text, texts}}),
                                              {}, 1, {}, 3 * 12);
        const DirectionResult& result = direction(*report, Modality::Text, Modality::Image);
        QCOMPARE(result.queries, std::int64_t{3}); // 0, 4, 8
        QCOMPARE(result.gallery, std::int64_t{12});
        QCOMPARE(result.recall1.mean, 1.0);
        QCOMPARE(report->nearDuplicates.size(), std::size_t{1});
        QCOMPARE(report->nearDuplicates.front().first.row, std::int64_t{4});
        QCOMPARE(report->nearDuplicates.front().second.row, std::int64_t{5});
    }

    void swappedPairsAreNamed() {
        FloatArray texts = axes(4);
        // Text 0 lies nearer to image 1 than to its own.
        texts.row({0})[0] = 0.6f;
        texts.row({0})[1] = 0.8f;
        const auto report =
            evaluateRetrieval(test::corpusOf({{Modality::Image, axes(4)}, {Modality::Text, texts}}), {}, 1, {});
        const DirectionResult& result = direction(*report, Modality::Text, Modality::Image);
        QCOMPARE(result.recall1.mean, 0.75);
        QCOMPARE(result.recall5.mean, 1.0);
        QCOMPARE(result.reciprocalRank.mean, (3 + 0.5) / 4);
        QVERIFY(std::abs(result.ndcg.mean - (3 + 1 / std::log2(3.0)) / 4) < 1e-6);
        QVERIFY(result.recall1.low <= 0.75 && result.recall1.high >= 0.75 && result.recall1.low < result.recall1.high);
        QCOMPARE(result.hardest.size(), std::size_t{1});
        const WrongHit& wrong = result.hardest.front();
        QCOMPARE(wrong.queryId, std::string("s0"));
        QCOMPARE(wrong.foundId, std::string("s1"));
        QVERIFY(wrong.query == (CorpusPlace{Modality::Text, 0}));
        QVERIFY(wrong.found == (CorpusPlace{Modality::Image, 1}));
        QCOMPARE(wrong.rank, std::int64_t{2});
        QVERIFY(std::abs(wrong.score - 0.8f) < 1e-6f && std::abs(wrong.rightScore - 0.6f) < 1e-6f);
    }

    void whatIsThereTwiceOrWrongIsListed() {
        FloatArray images = axes(30);
        std::ranges::copy(images.row({5}), images.row({6}).begin());
        FloatArray texts = axes(30);
        // Text 20 describes anything but image 20.
        for (std::size_t i = 0; i < 30; ++i)
            texts.row({20})[i] = i == 20 ? -0.5f : 0.16f;
        const auto report =
            evaluateRetrieval(test::corpusOf({{Modality::Image, images}, {Modality::Text, texts}}), {}, 1, {});
        QCOMPARE(report->nearDuplicates.size(), std::size_t{1});
        QCOMPARE(report->nearDuplicates.front().firstId, std::string("s5"));
        QVERIFY(report->nearDuplicates.front().second == (CorpusPlace{Modality::Image, 6}));
        QVERIFY(std::ranges::find(report->mismatched, "s20") != report->mismatched.end());
        QVERIFY(std::ranges::find(report->mismatched, "s3") == report->mismatched.end());
    }

    void withoutPairsThereIsNothingToJudge() {
        const auto report = evaluateRetrieval(test::corpusOf({{Modality::Image, axes(3)}}), {}, 1, {});
        QVERIFY(report.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_APPLESS_MAIN(RetrievalTest)
#include "retrieval_test.moc"
