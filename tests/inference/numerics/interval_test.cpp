// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/interval.h"

#include <QtTest/QTest>

#include <vector>

using namespace triptych::numerics;

class IntervalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theIntervalHoldsTheMeanAndShrinksWithTheSample() {
        std::vector<float> few(20, 0.0f);
        std::vector<float> many(2000, 0.0f);
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i] = i % 2 == 0 ? 1.0f : 0.0f;
        for (std::size_t i = 0; i < few.size(); ++i)
            few[i] = many[i];
        const MeanInterval wide = bootstrapMean(few, 1);
        const MeanInterval narrow = bootstrapMean(many, 1);
        QCOMPARE(narrow.mean, 0.5);
        QVERIFY(narrow.low < 0.5 && narrow.high > 0.5);
        // 1.96 * sqrt(0.25 / 2000) = 0.022 on either side.
        QVERIFY(std::abs((narrow.high - narrow.low) - 0.0438) < 0.008);
        QVERIFY(narrow.high - narrow.low < (wide.high - wide.low) / 5);
    }

    void theSameSeedGivesTheSameInterval() {
        const std::vector<float> values{0.1f, 0.7f, 0.2f, 0.9f};
        QCOMPARE(bootstrapMean(values, 3), bootstrapMean(values, 3));
    }

    void constantsHaveNoSpreadAndNothingHasNothing() {
        QCOMPARE(bootstrapMean(std::vector<float>(5, 1.0f), 1), (MeanInterval{1.0, 1.0, 1.0}));
        QCOMPARE(bootstrapMean({}, 1), MeanInterval{});
    }
};

QTEST_GUILESS_MAIN(IntervalTest)
#include "interval_test.moc"
