// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/metric.h"

#include <QtTest/QTest>

#include <set>

#include "inference/metrics/matching.h"
#include "inference/metrics/pointing.h"
#include "inference/metrics/recall_at_1.h"
#include "inference/metrics/registry.h"

using namespace triptych;
using namespace triptych::metrics;

namespace {

bool fitsNothingElse(std::size_t, std::size_t) {
    return false;
}

FloatArray diagonal(std::int64_t count) {
    FloatArray scores({count, count});
    for (std::int64_t i = 0; i < count; ++i)
        scores.row({i})[static_cast<std::size_t>(i)] = 1.0f;
    return scores;
}

} // namespace

class MetricTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void descriptorsAreCompleteAndUnique() {
        std::set<std::string> ids;
        for (const MetricDescriptor& metric : metricDescriptors()) {
            QVERIFY(!metric.label.empty() && !metric.summary.empty() && !metric.protocol.empty());
            QVERIFY(ids.insert(metric.id).second);
        }
        for (const auto& named : {truthMetrics(), mapMetrics()})
            for (const std::string& id : named)
                QVERIFY2(ids.contains(id), id.c_str());
        QCOMPARE(truthMetrics(), (std::vector<std::string>{"recall_at_1", "matching", "pointing", "pointing_audio"}));
        QVERIFY(findFaithfulness("deletion") && !findFaithfulness("iou_otsu") && findLocalisation("iou_otsu"));
    }

    void poolsAreSearchedApart() {
        // Query 0 scores highest on an item of the other pool, which does not count.
        FloatArray scores = diagonal(4);
        scores.row({0})[3] = 9.0f;
        const Answers apart = recallAt1(scores, 2, fitsNothingElse);
        QCOMPARE(apart.values, (std::vector<float>{1, 1, 1, 1}));
        QCOMPARE(apart.chances.front(), 0.5f);
        QCOMPARE(recallAt1(scores, 4, fitsNothingElse).values, (std::vector<float>{0, 1, 1, 1}));
    }

    void anIncompletePoolIsLeftOut() {
        QCOMPARE(recallAt1(diagonal(5), 2, fitsNothingElse).values.size(), std::size_t{4});
        QCOMPARE(recallAt1(diagonal(5), 100, fitsNothingElse).values.size(), std::size_t{5});
        QVERIFY(recallAt1(FloatArray({0, 0}), 100, fitsNothingElse).values.empty());
    }

    void aCaptionOfSeveralScenesLowersTheCeiling() {
        const auto fits = [](std::size_t query, std::size_t item) { return query == 0 && item == 1; };
        const Figure figure = summarise(recallAt1(diagonal(4), 4, fits), 1);
        QCOMPARE(*figure.ceiling, (0.5 + 1 + 1 + 1) / 4);
        QCOMPARE(figure.mean, 1.0);
        QCOMPARE(figure.count, std::int64_t{4});
    }

    void equalScoresDoNotMatch() {
        QCOMPARE(matching(1.0, 0.5).values.front(), 1.0f);
        QCOMPARE(matching(0.5, 0.5).values.front(), 0.0f);
    }

    void aWordOfSeveralTokensPointsOnce() {
        FloatArray links({3, 1, 2}, std::vector<float>{1, 0, 0, 3, 5, 0});
        const FloatArray map = mapOfUnits(links, 0, 2);
        QCOMPARE(map, FloatArray({1, 2}, std::vector<float>{1, 3}));
        QVERIFY(mapOfUnits(links, 2, 2).empty());
        QVERIFY(mapOfUnits(FloatArray(), 0, 1).empty());

        const std::vector<std::uint8_t> pixels{0, 1};
        const Answers answers = pointing(map, {pixels, 2, 1}, std::vector{1});
        QCOMPARE(answers.values.front(), 1.0f);
        QCOMPARE(answers.chances.front(), 0.5f);
    }

    void summariesOfNothingAreZero() { QCOMPARE(summarise({}, 1), Figure{}); }
};

QTEST_GUILESS_MAIN(MetricTest)
#include "metric_test.moc"
