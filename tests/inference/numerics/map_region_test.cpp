// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/map_region.h"

#include <QTest>
#include <limits>

using namespace triptych;
using namespace triptych::numerics;

class MapRegionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void summaryIsRawAndSkipsWhatIsNotFinite() {
        const std::vector<float> map{1, -2, std::numeric_limits<float>::quiet_NaN(), 4};
        QCOMPARE(summarise(map), (MapSummary{-2, 4, 3}));
        QCOMPARE(summarise({}), MapSummary{});
    }

    void emptyMapHasNoRegion() {
        QVERIFY(!strongestRegion(FloatArray(Shape{3, 3})));
        QVERIFY(!strongestRegion(FloatArray()));
        QVERIFY(!strongestStretch(std::vector<float>(5)));
    }

    void regionsAreConnectedByEdgesOnly() {
        const FloatArray map(Shape{3, 3}, std::vector<float>{4, 5, 0, //
                                                             0, 0, 8, //
                                                             1, 0, 6});
        const std::vector<MapRegion> regions = regionsAbove(map, 4);
        QCOMPARE(regions.size(), std::size_t{2});
        QCOMPARE(regions[0].units, (std::vector<int>{5, 8}));
        QCOMPARE(regions[0].peak, 5);
        QCOMPARE(regions[1].units, (std::vector<int>{0, 1}));
        QVERIFY(std::abs(regions[0].share - 14.0 / 24.0) < 1e-9);
    }

    void strongestRegionHoldsTheMaximum() {
        const FloatArray map(Shape{2, 4}, std::vector<float>{9, 5, 1, 8, 1, 1, 1, 1});
        const auto region = strongestRegion(map);
        QVERIFY(region);
        QCOMPARE(region->units, (std::vector<int>{0, 1}));
    }

    void stretchEndsWhereTheLevelEnds() {
        const std::vector<float> map{0, 5, 10, 6, 1, 9};
        const auto stretch = strongestStretch(map);
        QVERIFY(stretch);
        QCOMPARE(stretch->begin, 1);
        QCOMPARE(stretch->end, 4);
        QCOMPARE(stretch->peak, 2);
        QCOMPARE(stretch->sum, 21.0);
    }
};

QTEST_GUILESS_MAIN(MapRegionTest)
#include "map_region_test.moc"
