// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/overlap.h"

#include <QtTest/QTest>

#include "inference/metrics/average_precision.h"
#include "inference/metrics/energy_pointing.h"

using namespace triptych;
using namespace triptych::metrics;

class OverlapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMapOfTheTruthItselfIsPerfect() {
        const std::vector<bool> inside{false, true, true, false};
        const std::vector<float> map{0, 1, 2, 0};
        QCOMPARE(bestOverlap(map, inside), (Localised{1.0, 0.5}));
        QCOMPARE(otsuOverlap(std::vector<float>{0, 1, 1, 0}, inside).value, 1.0);
        QCOMPARE(averagePrecision(map, inside), (Localised{1.0, 0.5}));
        QCOMPARE(energyPointing(map, inside), (Localised{1.0, 0.5}));
    }

    void aMapWithoutDifferenceGetsChance() {
        const std::vector<bool> inside{false, true, false, false};
        const std::vector<float> map(4, 1.0F);
        QCOMPARE(bestOverlap(map, inside), (Localised{0.25, 0.25}));
        QCOMPARE(otsuOverlap(map, inside), (Localised{0.0, 0.0}));
        QCOMPARE(averagePrecision(map, inside), (Localised{0.25, 0.25}));
        QCOMPARE(energyPointing(map, inside), (Localised{0.25, 0.25}));
    }

    // The example in scikit-learn's documentation of average_precision_score.
    void averagePrecisionIsThePublishedOne() {
        const std::vector<float> scores{0.1F, 0.4F, 0.35F, 0.8F};
        QVERIFY(qAbs(averagePrecision(scores, {false, false, true, true}).value - 0.8333333333) < 1e-9);
    }

    void negativeRelevanceIsNoEnergy() {
        QCOMPARE(energyPointing(std::vector<float>{-5, 1, 3}, {true, true, false}).value, 0.25);
        QCOMPARE(energyPointing(std::vector<float>{-5, -1}, {true, false}).value, 0.0);
    }

    void chanceOfOtsuMarksAsMuch() {
        // Two of four are marked, one of them inside: 1 / 3. At random half of the two inside ones: 1 / 3 too.
        const Localised found = otsuOverlap(std::vector<float>{1, 1, 0, 0}, {true, false, true, false});
        QCOMPARE(found.value, 1.0 / 3.0);
        QCOMPARE(found.chance, 1.0 / 3.0);
    }
};

QTEST_GUILESS_MAIN(OverlapTest)
#include "overlap_test.moc"
