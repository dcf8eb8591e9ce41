// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/common_grid.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

namespace {

double sumOf(const FloatArray& map) {
    return std::accumulate(map.values().begin(), map.values().end(), 0.0);
}

} // namespace

class CommonGridTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spreadingKeepsTheSum() {
        for (const auto& [rows, cols] : {std::pair(7, 7), std::pair(14, 14), std::pair(5, 9)}) {
            const PlacedMap map{FloatArray({rows, cols}, test::randomValues(static_cast<std::size_t>(rows * cols), 5)),
                                {0.1, 0, 0.9, 1}};
            QVERIFY(std::abs(sumOf(spreadOverPicture(map, 28, 28)) - sumOf(map.map)) < 1e-4);
        }
    }

    void aCellFillsItsArea() {
        const FloatArray spread = spreadOverPicture({FloatArray({1, 2}, {4, 8}), {0, 0, 1, 1}}, 2, 4);
        QCOMPARE(spread, FloatArray({2, 4}, {1, 1, 2, 2, 1, 1, 2, 2}));
    }

    void whatTheModelDoesNotSeeStaysEmpty() {
        const FloatArray spread = spreadOverPicture({FloatArray({1, 1}, 1.0F), {0.25, 0, 0.75, 1}}, 1, 4);
        QCOMPARE(spread, FloatArray({1, 4}, {0, 0.5F, 0.5F, 0}));
    }

    void partsOutsideThePictureAreLost() {
        const FloatArray spread = spreadOverPicture({FloatArray({1, 2}, 1.0F), {-1, 0, 1, 1}}, 1, 2);
        QCOMPARE(spread, FloatArray({1, 2}, {0.5F, 0.5F}));
    }

    void equalGridsStayAsTheyAre() {
        const PlacedMap a{FloatArray({3, 3}, test::randomValues(9, 6)), {0, 0, 1, 1}};
        const PlacedMap b{FloatArray({3, 3}, test::randomValues(9, 7)), {0, 0, 1, 1}};
        const MapPair pair = onCommonGrid(a, b);
        QVERIFY(!pair.wasSpread);
        QCOMPARE(pair.a, a.map);
        const PlacedMap elsewhere{b.map, {0, 0, 0.5, 1}};
        QVERIFY(onCommonGrid(a, elsewhere).wasSpread);
        QCOMPARE(onCommonGrid(a, elsewhere).a.shape(), (Shape{28, 28}));
        QVERIFY(onCommonGrid(a, {FloatArray({9}), {}}).empty());
        QVERIFY(onCommonGrid(a, {}).empty());
    }

    void sharesSumToOneInMagnitude() {
        const FloatArray shares = asShares(FloatArray({4}, {1, -3, 0, 4}));
        QCOMPARE(shares, FloatArray({4}, {0.125F, -0.375F, 0, 0.5F}));
        QCOMPARE(asShares(FloatArray({3})), FloatArray({3}));
    }

    void differencesOfSharesSumToZero() {
        const FloatArray a = asShares(FloatArray({2}, {1, 3}));
        const FloatArray b = asShares(FloatArray({2}, {2, 2}));
        QCOMPARE(difference(a, b), FloatArray({2}, {-0.25F, 0.25F}));
        QCOMPARE(difference(a, a), FloatArray({2}));
    }
};

QTEST_APPLESS_MAIN(CommonGridTest)
#include "common_grid_test.moc"
