// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/threshold.h"

#include <QtTest/QTest>

using namespace triptych::numerics;

class ThresholdTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoHeapsArePartedBetweenThem() {
        QCOMPARE(otsuThreshold(std::vector<float>{0.1F, 9, 0.2F, 8, 0.15F, 10}), std::optional<float>(8));
    }

    void nothingIsPartedWithoutDifference() {
        QVERIFY(!otsuThreshold(std::vector<float>{1, 1, 1}));
        QVERIFY(!otsuThreshold({}));
    }
};

QTEST_GUILESS_MAIN(ThresholdTest)
#include "threshold_test.moc"
