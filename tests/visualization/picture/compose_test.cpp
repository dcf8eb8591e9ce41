// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <QTest>

#include "visualization/picture/compose.h"

using namespace triptych;
using namespace triptych::picture;

namespace {

constexpr int margin = 16;

Picture greyPicture(int width, int height) {
    return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3), 128)};
}

// Whether the pixel differs from the grey of the source by more than resampling can explain.
bool isHeated(const Picture& composed, int x, int y) {
    const auto* pixel = &composed.rgb[static_cast<std::size_t>(((y + margin) * composed.width + x + margin) * 3)];
    return std::abs(pixel[0] - 128) + std::abs(pixel[1] - 128) + std::abs(pixel[2] - 128) > 30;
}

FloatArray spot(int row, int col) {
    FloatArray map({4, 4});
    map.row({row})[static_cast<std::size_t>(col)] = 0.5f;
    return map;
}

} // namespace

class ComposeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A centre crop: the grid covers the middle 448 x 448 of a 896 x 448 picture.
    void heatLiesOnTheCoveredRectangle() {
        const Picture composed =
            composeImage(greyPicture(896, 448), {4, 4, 224, 0, 448, 448}, spot(0, 3), ColourMap::Magma);
        QVERIFY(composed.width >= 896 && composed.height > 448);
        QVERIFY(isHeated(composed, 224 + 3 * 112 + 56, 56));
        QVERIFY(!isHeated(composed, 840, 56));
        QVERIFY(!isHeated(composed, 224 + 56, 392));
    }

    void smallPicturesAreEnlarged() {
        const Picture composed =
            composeImage(greyPicture(64, 64), {4, 4, 0, 0, 64, 64}, spot(2, 1), ColourMap::Viridis);
        QVERIFY(composed.width >= 448);
        QVERIFY(isHeated(composed, 112 + 56, 224 + 56));
        QVERIFY(!isHeated(composed, 400, 50));
    }

    void paddedGridMayReachBeyondThePicture() {
        const Picture composed =
            composeImage(greyPicture(448, 224), {4, 4, 0, -112, 448, 448}, spot(2, 2), ColourMap::Magma);
        QVERIFY(isHeated(composed, 224 + 56, 112 + 56));
    }

    void emptyMapLeavesThePictureAlone() {
        const Picture composed =
            composeImage(greyPicture(448, 448), {4, 4, 0, 0, 448, 448}, FloatArray({4, 4}), ColourMap::Magma);
        for (int y = 0; y < 448; y += 7)
            for (int x = 0; x < 448; x += 7)
                QVERIFY(!isHeated(composed, x, y));
    }

    void soundHeatStandsUnderItsTime() {
        Spectrogram spectrogram;
        spectrogram.logMel = FloatArray({100, 40});
        FloatArray map({20});
        map.values()[15] = 1.0f;
        const Picture composed = composeSound(spectrogram, {20, 40.0}, map, ColourMap::Magma);
        const int strip = margin + 160 + 4 + 8;
        const auto redAt = [&](int x) {
            return static_cast<int>(composed.rgb[static_cast<std::size_t>((strip * composed.width + margin + x) * 3)]);
        };
        QVERIFY(redAt(620) > 200);
        QCOMPARE(redAt(100), 0);
    }

    void stackedPicturesKeepTheirPixels() {
        const Picture stacked = stackPictures({greyPicture(10, 4), greyPicture(6, 3)});
        QCOMPARE(stacked.width, 10);
        QCOMPARE(stacked.height, 7);
        QCOMPARE(int(stacked.rgb[std::size_t{5 * 10 * 3}]), 128);
        QCOMPARE(int(stacked.rgb[std::size_t{(5 * 10 + 8) * 3}]), 255);
    }
};

QTEST_GUILESS_MAIN(ComposeTest)
#include "compose_test.moc"
