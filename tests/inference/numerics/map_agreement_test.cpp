// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/map_agreement.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

class MapAgreementTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tiedValuesShareTheMeanOfTheirRanks() {
        const std::vector<float> values{3, 1, 3, 2, 3};
        QCOMPARE(averageRanks(values), (std::vector<double>{4, 1, 4, 2, 4}));
    }

    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) = 0.8207826816681233
    void correlationAgreesWithSciPy() {
        const std::vector<float> a{1, 2, 3, 4, 5};
        const std::vector<float> b{5, 6, 7, 8, 7};
        QVERIFY(std::abs(*rankCorrelation(a, b) - 0.8207826816681233) < 1e-12);
    }

    void aMapAgreesWithItselfAndOpposesItsNegative() {
        const std::vector<float> a = test::randomValues(196, 1);
        std::vector<float> negative = a;
        std::ranges::transform(a, negative.begin(), [](float value) { return -value; });
        QVERIFY(std::abs(*rankCorrelation(a, a) - 1) < 1e-12);
        QVERIFY(std::abs(*rankCorrelation(a, negative) + 1) < 1e-12);
        QCOMPARE(*topShared(a, a, 0.1), 1.0);
    }

    void onlyTheOrderCounts() {
        const std::vector<float> a = test::randomValues(196, 2);
        const std::vector<float> b = test::randomValues(196, 3);
        std::vector<float> bent = a;
        std::ranges::transform(a, bent.begin(), [](float value) { return std::exp(3 * value); });
        QVERIFY(std::abs(*rankCorrelation(a, b) - *rankCorrelation(bent, b)) < 1e-12);
        QCOMPARE(*topShared(a, b, 0.1), *topShared(bent, b, 0.1));
        QCOMPARE(*rankCorrelation(a, b), *rankCorrelation(b, a));
        QCOMPARE(*topShared(a, b, 0.1), *topShared(b, a, 0.1));
    }

    void topCellsAreCounted() {
        const std::vector<float> a{9, 8, 0, 1, 2, 3, 4, 5, 6, 7};
        const std::vector<float> b{9, 0, 8, 1, 2, 3, 4, 5, 6, 7};
        QCOMPARE(*topShared(a, b, 0.2), 0.5);
        QCOMPARE(*topShared(a, b, 0.01), 1.0); // at least one cell
    }

    // Two cells tie for the one place that is left: each belongs by half.
    void tiesAtTheEdgeCountInPart() {
        const std::vector<float> a{3, 2, 2, 0};
        const std::vector<float> b{3, 2, 0, 1};
        QCOMPARE(*topShared(a, b, 0.5), 0.75);
    }

    void mapsWithoutRelationShareByChance() {
        double sum = 0;
        for (std::uint64_t seed = 0; seed < 200; ++seed)
            sum += *topShared(test::randomValues(200, 2 * seed), test::randomValues(200, 2 * seed + 1), 0.1);
        QVERIFY(std::abs(sum / 200 - 0.1) < 0.02);
    }

    void whatHasNoOrderIsNotCompared() {
        const std::vector<float> map{1, 2, 3};
        QVERIFY(!rankCorrelation(map, std::vector<float>{0, 0, 0}));
        QVERIFY(!rankCorrelation(map, std::vector<float>{1, 2}));
        QVERIFY(!rankCorrelation(map, std::vector<float>{1, NAN, 3}));
        QVERIFY(!rankCorrelation({}, {}));
        QVERIFY(!topShared(map, std::vector<float>{0, 0, 0}, 0.1));
    }
};

QTEST_APPLESS_MAIN(MapAgreementTest)
#include "map_agreement_test.moc"
