// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "visualization/picture/overlay.h"

using namespace triptych;
using namespace triptych::picture;

namespace {

// One strong cell at row 1, column 2 of a 4 x 4 map.
FloatArray oneSpot(float value) {
    FloatArray map({4, 4});
    map.row({1})[2] = value;
    return map;
}

std::uint32_t at(const Pixels& pixels, int x, int y) {
    return pixels.argb[static_cast<std::size_t>(y * pixels.width + x)];
}

} // namespace

class OverlayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alphaFollowsTheSmoothStep() {
        QCOMPARE(overlayAlpha(0.0f), 0.0f);
        QCOMPARE(overlayAlpha(0.06f), 0.0f);
        QCOMPARE(overlayAlpha(0.85f), 1.0f);
        QCOMPARE(overlayAlpha(7.0f), 1.0f);
        QVERIFY(qAbs(overlayAlpha(0.455f) - 0.5f) < 1e-5f);
        QCOMPARE(overlayAlpha(std::numeric_limits<float>::quiet_NaN()), 0.0f);
    }

    void coloursArePremultiplied() {
        OverlayStyle style;
        style.rangeEnd = 2.0f;
        for (float value = 0.0f; value < 2.5f; value += 0.01f) {
            const std::uint32_t argb = overlayColour(value, style);
            QVERIFY((argb >> 16 & 0xff) <= alphaOf(argb));
            QVERIFY((argb >> 8 & 0xff) <= alphaOf(argb));
            QVERIFY((argb & 0xff) <= alphaOf(argb));
        }
        QCOMPARE(alphaOf(overlayColour(2.0f, style)), 204u);
    }

    void zeroMapStaysClear() {
        OverlayStyle style;
        const FloatArray map({5, 3});
        style.rangeEnd = rangeEndOf(numerics::summarise(map.values()), style.colours);
        const Pixels pixels = drawOverlay(map, 50, 30, style);
        QCOMPARE(pixels.argb.size(), std::size_t{1500});
        QVERIFY(std::ranges::all_of(pixels.argb, [](std::uint32_t argb) { return argb == 0; }));
    }

    void negativeMapStaysClearInSequentialColours() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        const Pixels pixels = drawOverlay(FloatArray({2, 2}, -1.0f), 8, 8, style);
        QVERIFY(std::ranges::all_of(pixels.argb, [](std::uint32_t argb) { return argb == 0; }));
    }

    void strongestPixelLiesInTheStrongestCell() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        const Pixels pixels = drawOverlay(oneSpot(1.0f), 400, 200, style);
        QCOMPARE(alphaOf(at(pixels, 250, 75)), 204u);
        QCOMPARE(alphaOf(at(pixels, 50, 175)), 0u);
        QCOMPARE(alphaOf(at(pixels, 399, 0)), 0u);
    }

    // A weak map must look weak when the range is fixed by a stronger one.
    void fixedRangeIsNotStretched() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        const Pixels pixels = drawOverlay(oneSpot(0.05f), 100, 100, style);
        QVERIFY(std::ranges::all_of(pixels.argb, [](std::uint32_t argb) { return alphaOf(argb) == 0; }));
    }

    void divergingColoursShowBothSigns() {
        OverlayStyle style{ColourMap::BlueWhiteRed, 1.0f, 1.0f};
        FloatArray map({1, 3});
        map.values()[0] = -1.0f;
        map.values()[2] = 1.0f;
        const Pixels pixels = drawOverlay(map, 90, 30, style);
        const std::uint32_t negative = at(pixels, 5, 15);
        const std::uint32_t positive = at(pixels, 84, 15);
        QCOMPARE(alphaOf(negative), 255u);
        QCOMPARE(alphaOf(positive), 255u);
        QVERIFY((negative & 0xff) > (negative >> 16 & 0xff));
        QVERIFY((positive & 0xff) < (positive >> 16 & 0xff));
        QCOMPARE(alphaOf(at(pixels, 45, 15)), 0u);
    }

    void interpolationStaysInsideTheMapsRange() {
        const FloatArray fine = upsample(oneSpot(3.0f), 64, 64);
        const numerics::MapSummary found = numerics::summarise(fine.values());
        QVERIFY(found.minimum >= 0.0f);
        QVERIFY(found.maximum <= 3.0f && found.maximum > 2.9f);
        QCOMPARE(upsample(FloatArray({3, 3}, 0.25f), 17, 9), FloatArray({9, 17}, 0.25f));
    }

    void cellCentresKeepTheirValues() {
        FloatArray map({3, 4});
        for (std::size_t i = 0; i < map.size(); ++i)
            map.values()[i] = static_cast<float>(i * i % 11);
        const FloatArray fine = upsample(map, 4 * 5, 3 * 5);
        for (std::int64_t row = 0; row < 3; ++row)
            for (std::size_t col = 0; col < 4; ++col)
                QVERIFY(qAbs(fine.row({row * 5 + 2})[col * 5 + 2] - map.row({row})[col]) < 1e-5f);
    }

    void mapsFinerThanThePictureAreAveraged() {
        FloatArray map({4, 4});
        for (std::size_t i = 0; i < map.size(); i += 2)
            map.values()[i] = 1.0f;
        QCOMPARE(upsample(map, 2, 2), FloatArray({2, 2}, 0.5f));
    }

    void memoryOfAnEarlierFrameIsDrawnOver() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        Pixels pixels = drawOverlay(oneSpot(1.0f), 40, 40, style);
        drawOverlay(oneSpot(0.0f), 40, 40, style, pixels.argb);
        QVERIFY(std::ranges::all_of(pixels.argb, [](std::uint32_t argb) { return argb == 0; }));
    }

    // As if the whole overlay had been drawn and blended by the textbook.
    void anOverlayIsLaidOverAPartOfAPicture() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        constexpr int edge = 40;
        const Pixels whole = drawOverlay(oneSpot(1.0f), edge, edge, style);
        constexpr SmoothMap::Window window{12, 7, 20, 15};
        constexpr int stride = 32;
        constexpr std::uint32_t blue = 0xff10'40c0;
        std::vector<std::uint32_t> pixels(stride * window.height, blue);
        layOverlay(oneSpot(1.0f), edge, edge, style, window, PixelView<const std::uint32_t>{pixels.data(), stride},
                   PixelView<std::uint32_t>{pixels.data(), stride});
        int touched = 0;
        for (int y = 0; y < window.height; ++y) {
            for (int x = 0; x < stride; ++x) {
                const std::uint32_t seen = pixels[static_cast<std::size_t>(y * stride + x)];
                const std::uint32_t over = x < window.width ? at(whole, window.x + x, window.y + y) : 0;
                for (const int shift : {0, 8, 16}) {
                    const double under = blue >> shift & 0xff;
                    const double expected = (over >> shift & 0xff) + under * (255 - alphaOf(over)) / 255;
                    QVERIFY(qAbs((seen >> shift & 0xff) - expected) <= 0.51);
                }
                QCOMPARE(alphaOf(seen), 255u);
                touched += seen != blue;
            }
        }
        QVERIFY(touched > 20);
    }

    void beyondItsBandsAnOverlayIsClear_data() {
        QTest::addColumn<int>("colours");
        QTest::newRow("sequential") << static_cast<int>(ColourMap::Magma);
        QTest::newRow("diverging") << static_cast<int>(ColourMap::BlueWhiteRed);
    }
    void beyondItsBandsAnOverlayIsClear() {
        QFETCH(const int, colours);
        std::mt19937 random(4);
        std::uniform_real_distribution<float> noise(-0.07f, 0.07f);
        for (int turn = 0; turn < 20; ++turn) {
            FloatArray map({9, 7});
            for (float& value : map.values())
                value = noise(random);
            map.row({turn % 9})[static_cast<std::size_t>(turn % 7)] = turn % 2 ? 1.0f : -1.0f;
            const OverlayStyle style{static_cast<ColourMap>(colours), 1.0f, 1.0f};
            constexpr int width = 61;
            constexpr int height = 83;
            const SmoothMap::Window window{turn, 2 * turn, width - turn, height - 2 * turn};
            std::vector<std::uint32_t> rest(static_cast<std::size_t>(width * height));
            const SmoothMap smooth(map, width, height);
            std::vector<float> values(width);
            for (int y = 0; y < height; ++y) {
                smooth.readRow(y, values.data());
                std::ranges::transform(values, rest.begin() + y * width,
                                       [&](float value) { return overlayColour(value, style); });
            }
            int area = 0;
            for (const SmoothMap::Window& band : overlayBands(map, width, height, style, window)) {
                area += band.width * band.height;
                for (int y = band.y; y < band.y + band.height; ++y)
                    std::fill_n(rest.begin() + (window.y + y) * width + window.x + band.x, band.width, 0u);
            }
            for (int y = window.y; y < height; ++y)
                for (int x = window.x; x < width; ++x)
                    QCOMPARE(alphaOf(rest[static_cast<std::size_t>(y * width + x)]), 0u);
            QVERIFY(area <= window.width * window.height);
        }
    }

    void aLonelySpotHasSmallBands() {
        FloatArray map({24, 24});
        map.row({12})[12] = 1.0f;
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        int area = 0;
        for (const SmoothMap::Window& band : overlayBands(map, 480, 480, style, {0, 0, 480, 480}))
            area += band.width * band.height;
        QVERIFY2(area > 20 * 20 && area <= 100 * 100, qPrintable(QString::number(area)));
        QVERIFY(overlayBands(FloatArray({24, 24}), 480, 480, style, {0, 0, 480, 480}).empty());
        style.rangeEnd = 0;
        QVERIFY(overlayBands(map, 480, 480, style, {0, 0, 480, 480}).empty());
    }

    void valuesThatAreNoNumbersDrawNothing() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        const Pixels pixels = drawOverlay(FloatArray({2, 2}, std::numeric_limits<float>::quiet_NaN()), 8, 8, style);
        QVERIFY(std::ranges::all_of(pixels.argb, [](std::uint32_t argb) { return argb == 0; }));
    }

    void emptyMapsAndSizesAreAllowed() {
        OverlayStyle style;
        style.rangeEnd = 1.0f;
        QVERIFY(drawOverlay(FloatArray(), 4, 4, style).argb == std::vector<std::uint32_t>(16));
        QVERIFY(drawOverlay(oneSpot(1.0f), 0, 0, style).argb.empty());
    }

    void rangeOfOneMapEndsAtItsStrength() {
        QCOMPARE(rangeEndOf({-4.0f, 3.0f, 0.0}, ColourMap::Magma), 3.0f);
        QCOMPARE(rangeEndOf({-4.0f, -3.0f, 0.0}, ColourMap::Magma), 0.0f);
        QCOMPARE(rangeEndOf({-4.0f, 3.0f, 0.0}, ColourMap::BlueWhiteRed), 4.0f);
    }
};

QTEST_GUILESS_MAIN(OverlayTest)
#include "overlay_test.moc"
