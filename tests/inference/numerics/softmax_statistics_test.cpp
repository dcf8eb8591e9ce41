// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/softmax_statistics.h"

#include <QtTest/QTest>

#include <numeric>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

class SoftmaxStatisticsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void softmaxSumsToOneAndIgnoresAShift() {
        const std::vector<float> large{1000.0f, 1001.0f, 999.0f};
        const std::vector<float> small{0.0f, 1.0f, -1.0f};
        const auto result = softmax(large);
        QVERIFY(std::abs(std::accumulate(result.begin(), result.end(), 0.0) - 1.0) < 1e-6);
        QCOMPARE(result, softmax(small));
        QVERIFY(softmax({}).empty());
    }

    void entropyLiesBetweenOneHotAndFlat() {
        QCOMPARE(entropy(std::vector<float>{0, 1, 0}), 0.0);
        QVERIFY(std::abs(entropy(std::vector<float>(8, 0.125f)) - std::log(8.0)) < 1e-9);
        for (const float value : relativeRowEntropy(test::randomAttention(20, 12, 1)))
            QVERIFY(value > 0.0f && value < 1.0f);
    }

    void oneKeyHasNoSpread() {
        QCOMPARE(relativeRowEntropy(test::randomAttention(3, 1, 1)), (std::vector<float>{0, 0, 0}));
    }

    void rangeOfAnEmptyMapIsZero() {
        QCOMPARE(rangeOf({}), RangeStatistics{});
        const std::vector<float> values{-1.0f, 2.0f, 0.5f};
        QCOMPARE(rangeOf(values), (RangeStatistics{-1.0f, 2.0f, 1.5}));
    }
};

QTEST_GUILESS_MAIN(SoftmaxStatisticsTest)
#include "softmax_statistics_test.moc"
