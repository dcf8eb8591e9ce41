// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/correlation.h"

#include <QtTest/QTest>

using namespace triptych::numerics;

class CorrelationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tiesShareTheirRank() {
        QCOMPARE(averageRanks(std::vector<float>{5, 1, 5, 7}), (std::vector<double>{2.5, 1, 2.5, 4}));
    }

    void spearmanIsScipys() {
        const std::vector<float> a{0.3F, 0.3F, -1, 2, 5, 0.1F, 0.3F, 7};
        const std::vector<float> b{1, 2, 2, 0, 9, -3, 4, 4};
        QVERIFY(qAbs(spearman(a, b) - 0.5062114182829147) < 1e-12);
    }

    void onlyTheOrderCounts() {
        QCOMPARE(spearman(std::vector<float>{1, 2, 3}, std::vector<float>{1, 100, 1000}), 1.0);
        QCOMPARE(spearman(std::vector<float>{1, 2, 3}, std::vector<float>{3, 2, 1}), -1.0);
        QCOMPARE(spearman(std::vector<float>{1, 2, 3}, std::vector<float>{2, 2, 2}), 0.0);
        QCOMPARE(spearman(std::vector<float>{1}, std::vector<float>{2}), 0.0);
    }
};

QTEST_GUILESS_MAIN(CorrelationTest)
#include "correlation_test.moc"
