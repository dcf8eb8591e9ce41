// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "visualization/picture/outline.h"

using namespace triptych;
using namespace triptych::picture;

namespace {

// Area inside a closed line as a share of the map.
double area(const Outline& line) {
    double twice = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const MapPoint a = line[i];
        const MapPoint b = line[(i + 1) % line.size()];
        twice += static_cast<double>(a.x) * b.y - static_cast<double>(b.x) * a.y;
    }
    return std::abs(twice) / 2;
}

FloatArray withCells(std::initializer_list<std::pair<int, float>> cells, int rows = 8, int cols = 8) {
    FloatArray map({rows, cols});
    for (const auto& [index, value] : cells)
        map.values()[static_cast<std::size_t>(index)] = value;
    return map;
}

} // namespace

class OutlineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void surroundsTheStrongestCellOnly() {
        // Row 2, column 5 is strongest; row 6, column 1 is strong but apart.
        const auto outlines = outlineStrongest(withCells({{2 * 8 + 5, 1.0f}, {6 * 8 + 1, 0.9f}}));
        QCOMPARE(outlines.size(), std::size_t{1});
        for (const MapPoint point : outlines[0]) {
            QVERIFY(point.x > 4.5f / 8 && point.x < 6.5f / 8);
            QVERIFY(point.y > 1.5f / 8 && point.y < 3.5f / 8);
        }
        QVERIFY(qAbs(area(outlines[0]) - 1.0 / 64) < 0.006);
    }

    void higherLevelsAreNarrower() {
        const FloatArray map = withCells({{27, 1.0f}, {28, 0.7f}, {35, 0.6f}});
        QVERIFY(area(outlineStrongest(map, 0.8f).at(0)) < area(outlineStrongest(map, 0.3f).at(0)));
    }

    void holesFollowTheOuterLine() {
        FloatArray map({5, 5}, 1.0f);
        map.row({2})[2] = 0.0f;
        const auto outlines = outlineStrongest(map);
        QCOMPARE(outlines.size(), std::size_t{2});
        QVERIFY(area(outlines[0]) > 0.95);
        QVERIFY(area(outlines[1]) < 0.06);
    }

    void mapsWithoutStrengthHaveNoOutline() {
        QVERIFY(outlineStrongest(FloatArray()).empty());
        QVERIFY(outlineStrongest(FloatArray({4, 4})).empty());
        QVERIFY(outlineStrongest(FloatArray({4, 4}, -1.0f)).empty());
    }

    void cellsAreTracedAtTheirPlaceInOblongMaps() {
        const auto outlines = outlineStrongest(withCells({{0, 1.0f}}, 2, 20));
        QCOMPARE(outlines.size(), std::size_t{1});
        for (const MapPoint point : outlines[0])
            QVERIFY(point.x < 1.2f / 20 && point.y < 0.7f);
    }
};

QTEST_GUILESS_MAIN(OutlineTest)
#include "outline_test.moc"
