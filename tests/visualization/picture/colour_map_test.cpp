// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "visualization/picture/colour_map.h"

using namespace triptych::picture;

namespace {

// CIE lightness of an sRGB colour, 0..100.
double lightness(Rgb colour) {
    const auto linear = [](std::uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const double y = 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
    return y > 0.008856 ? 116.0 * std::cbrt(y) - 16.0 : 903.3 * y;
}

} // namespace

class ColourMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsAreThoseOfThePublishedMaps() {
        QCOMPARE(colourAt(ColourMap::Viridis, 0.0f), (Rgb{68, 1, 84}));
        QCOMPARE(colourAt(ColourMap::Viridis, 1.0f), (Rgb{253, 231, 37}));
        QCOMPARE(colourAt(ColourMap::Magma, 0.0f), (Rgb{0, 0, 4}));
        QCOMPARE(colourAt(ColourMap::Magma, 1.0f), (Rgb{252, 253, 191}));
        QCOMPARE(colourAt(ColourMap::Cividis, 0.0f), (Rgb{0, 34, 78}));
        QCOMPARE(colourAt(ColourMap::Cividis, 1.0f), (Rgb{254, 232, 56}));
    }

    // Perceptually uniform: lightness never falls, and rises evenly.
    void sequentialMapsGrowEvenlyLighter() {
        for (const ColourMap map : {ColourMap::Magma, ColourMap::Viridis, ColourMap::Cividis}) {
            const ColourTable& table = colourTable(map);
            const double whole = lightness(table.back()) - lightness(table.front());
            QVERIFY(whole > 55.0);
            for (std::size_t i = 16; i < table.size(); i += 16) {
                const double step = lightness(table[i]) - lightness(table[i - 16]);
                QVERIFY2(step > 0.4 * whole / 16.0 && step < 1.8 * whole / 16.0, toString(map).data());
            }
        }
    }

    void divergingMapIsWhiteAtZeroAndDarkAtBothEnds() {
        const Rgb middle = colourAt(ColourMap::BlueWhiteRed, 0.5f);
        QVERIFY(lightness(middle) > 99.0);
        const Rgb low = colourAt(ColourMap::BlueWhiteRed, 0.0f);
        const Rgb high = colourAt(ColourMap::BlueWhiteRed, 1.0f);
        QVERIFY(low.blue > low.red);
        QVERIFY(high.red > high.blue);
        for (int i = 0; i < 127; ++i) {
            const ColourTable& table = colourTable(ColourMap::BlueWhiteRed);
            QVERIFY(lightness(table[static_cast<std::size_t>(i)]) <
                    lightness(table[static_cast<std::size_t>(i + 1)]) + 0.3);
            QVERIFY(lightness(table[static_cast<std::size_t>(255 - i)]) <
                    lightness(table[static_cast<std::size_t>(254 - i)]) + 0.3);
        }
    }

    void positionsOutsideTakeTheNearerEnd() {
        QCOMPARE(colourAt(ColourMap::Magma, -3.0f), colourAt(ColourMap::Magma, 0.0f));
        QCOMPARE(colourAt(ColourMap::Magma, 3.0f), colourAt(ColourMap::Magma, 1.0f));
        QCOMPARE(colourAt(ColourMap::Magma, std::numeric_limits<float>::quiet_NaN()), colourAt(ColourMap::Magma, 0.0f));
    }

    void idsAreReadBack() {
        for (const ColourMap map : allColourMaps)
            QVERIFY(colourMapFromString(toString(map)) == map);
        QVERIFY(!colourMapFromString("jet").has_value());
    }
};

QTEST_GUILESS_MAIN(ColourMapTest)
#include "colour_map_test.moc"
