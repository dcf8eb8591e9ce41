// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/pointing.h"

#include <QtTest/QTest>

#include <vector>

using namespace triptych;
using namespace triptych::numerics;

class PointingTest : public QObject {
    Q_OBJECT

    // 8 wide, 4 high: object 1 fills the right half of the top half, object 2 the bottom left quarter.
    std::vector<std::uint8_t> m_values;
    ObjectMask m_mask;

private Q_SLOTS:
    void initTestCase() {
        m_values.assign(32, 0);
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 8; ++x)
                m_values[static_cast<std::size_t>(y * 8 + x)] = y < 2 && x >= 4 ? 1 : y >= 2 && x < 4 ? 2 : 0;
        m_mask = {m_values, 8, 4};
    }

    // A map whose axes were swapped would hit object 2 instead.
    void rowsRunDownAndColumnsRight() {
        const FloatArray map({2, 4}, {0, 0, 0, 5, 0, 0, 0, 0});
        QVERIFY(pointInImage(map, m_mask, std::vector{1}).hit);
        QVERIFY(!pointInImage(map, m_mask, std::vector{2}).hit);
    }

    void chanceIsTheShareOfPatches() {
        const FloatArray map({2, 4}, {1, 0, 0, 3, 0, 0, 0, 0});
        const PointingOutcome outcome = pointInImage(map, m_mask, std::vector{1});
        QCOMPARE(outcome.chance, 0.25);
        QCOMPARE(outcome.energy, 0.75);
        QCOMPARE(pointInImage(map, m_mask, std::vector{1, 2}).chance, 0.5);
    }

    void anEmptyMapPointsNowhere() {
        const FloatArray map({2, 4}, 0.0f);
        QVERIFY(!pointInImage(map, m_mask, std::vector{1, 2}).hit);
        QVERIFY(!peakOf({}));
    }

    void momentsAreJudgedByTheFramesCentre() {
        const std::vector<float> map{0, 1, 4, 0};
        QVERIFY(pointInTime(map, 80, 190, 210).hit);
        QVERIFY(!pointInTime(map, 80, 160, 200).hit);
        QCOMPARE(pointInTime(map, 80, 0, 160).chance, 0.5);
        QCOMPARE(pointInTime(map, 80, 0, 160).energy, 0.2);
    }
};

QTEST_GUILESS_MAIN(PointingTest)
#include "pointing_test.moc"
