// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/head_statistics.h"

#include <QTest>
#include <cmath>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

namespace {

// One text of two tokens and a picture of 2 x 2 patches in one stream; position 6 is special.
AttentionMap joined(std::vector<float> weights) {
    AttentionMap map;
    map.weights = FloatArray({1, 7, 7}, std::move(weights));
    map.queries = map.keys = {{Modality::Text, 0, 2}, {Modality::Image, 2, 4}};
    return map;
}

AttentionMap identityMap() {
    std::vector<float> weights(49);
    for (std::size_t i = 0; i < 7; ++i)
        weights[8 * i] = 1;
    return joined(weights);
}

const PatchGrid grid{2, 2, 0, 0, 2, 2};

} // namespace

class HeadStatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHeadThatLooksAtItselfIsSharpNearAndOwn() {
        const HeadStatistics statistics = headStatistics(identityMap(), 0, grid);
        QCOMPARE(statistics.entropy, 0.0);
        QCOMPARE(*statistics.crossModal, 0.0);
        QCOMPARE(*statistics.distance, 0.0);
        QVERIFY(std::abs(statistics.sink - 1.0 / 7) < 1e-12);
    }

    void anEvenHeadHasFullEntropyAndNoSink() {
        const HeadStatistics statistics = headStatistics(joined(std::vector<float>(49, 1.0F / 7)), 0, grid);
        QVERIFY(std::abs(statistics.entropy - 1) < 1e-6);
        QVERIFY(std::abs(statistics.sink - 1.0 / 7) < 1e-6);
        // Text rows give 4 of 7 to patches, patch rows 2 of 7 to words.
        QVERIFY(std::abs(*statistics.crossModal - (2 * 4.0 / 7 + 4 * 2.0 / 7) / 6) < 1e-6);
    }

    void aSinkTakesAll() {
        std::vector<float> weights(49);
        for (std::size_t row = 0; row < 7; ++row)
            weights[7 * row + 6] = 1;
        const HeadStatistics statistics = headStatistics(joined(weights), 0, grid);
        QCOMPARE(statistics.sink, 1.0);
        QVERIFY(!statistics.distance);
        QCOMPARE(*statistics.crossModal, 0.0);
    }

    // Every patch looks at the one diagonally opposite, every word at the other.
    void distanceIsMeasuredOverTheGridAndAlongTheText() {
        std::vector<float> weights(49);
        weights[1] = weights[7] = 1;
        for (std::size_t patch = 0; patch < 4; ++patch)
            weights[7 * (2 + patch) + 2 + (3 - patch)] = 1;
        const HeadStatistics statistics = headStatistics(joined(weights), 0, grid);
        QVERIFY(std::abs(*statistics.distance - (4 * std::sqrt(2.0) + 2) / 6) < 1e-6);
    }

    void crossAttentionIsAllCross() {
        const numerics::Matrix attention = test::randomAttention(2, 4, 3);
        AttentionMap map;
        map.weights = FloatArray({1, 2, 4}, attention.values);
        map.queries = {{Modality::Text, 0, 2}};
        map.keys = {{Modality::Image, 0, 4}};
        const HeadStatistics statistics = headStatistics(map, 0, grid);
        QVERIFY(std::abs(*statistics.crossModal - 1) < 1e-6);
        QVERIFY(!statistics.distance);
        QVERIFY(statistics.entropy > 0 && statistics.entropy < 1);
    }

    void everyHeadIsListedUntilStopped() {
        RunResult result;
        result.inputs.patchGrid = grid;
        result.attention = {identityMap(), identityMap()};
        QCOMPARE(allHeadStatistics(result).size(), std::size_t{2});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(allHeadStatistics(result, stop.get_token()).empty());
    }

    void zScoresHaveMeanZeroAndDeviationOne() {
        const std::vector<double> scores = zScores(std::vector<double>{1, 2, 3, 4});
        double sum = 0;
        double square = 0;
        for (const double score : scores) {
            sum += score;
            square += score * score;
        }
        QVERIFY(std::abs(sum) < 1e-12 && std::abs(square - 4) < 1e-12);
        QCOMPARE(zScores(std::vector<double>{5, 5}), (std::vector<double>{0, 0}));
    }
};

QTEST_APPLESS_MAIN(HeadStatisticsTest)
#include "head_statistics_test.moc"
