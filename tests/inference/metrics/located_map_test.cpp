// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/located_map.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::metrics;

class LocatedMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsAreVertical() {
        const FloatArray map({2, 3});
        const std::vector<std::uint8_t> pixels{0, 0, 4, 0, 0, 0};
        QCOMPARE(insideMask(map, {pixels, 3, 2}, std::vector{4}),
                 (std::vector<bool>{false, false, true, false, false, false}));
        QCOMPARE(insideBox(map, {0.0, 0.5, 0.4, 1.0}), (std::vector<bool>{false, false, false, true, false, false}));
    }

    void wordTimesAreHalfOpen() {
        QCOMPARE(insideTime(4, 100.0, 50.0, 250.0), (std::vector<bool>{true, true, false, false}));
        QCOMPARE(shareInside(insideTime(4, 100.0, 50.0, 250.0)), 0.5);
        QCOMPARE(shareInside({}), 0.0);
    }
};

QTEST_GUILESS_MAIN(LocatedMapTest)
#include "located_map_test.moc"
