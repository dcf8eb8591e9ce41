// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/picture_part.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::models;

namespace {

// Pixel (x, y) is (x, y, 7).
Picture ramp(int width, int height) {
    Picture picture{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.rgb.insert(picture.rgb.end(), {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), 7});
    return picture;
}

} // namespace

class PicturePartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWindowHasWholePixelsWithinThePicture() {
        QVERIFY(windowOf({0, 0, 1, 1}, 10, 6) == (PixelWindow{0, 0, 10, 6}));
        QVERIFY(windowOf({0.25, 0.5, 0.75, 1}, 10, 6) == (PixelWindow{3, 3, 5, 3}));
        QVERIFY(windowOf({-1, -1, 3, 3}, 10, 6) == (PixelWindow{0, 0, 10, 6}));
        QVERIFY(windowOf({0.999, 0.2, 0.999, 0.2}, 10, 6) == (PixelWindow{9, 1, 1, 1}));
    }

    void aPartHoldsThosePixels() {
        const Picture part = cutPart(ramp(10, 6), {0.25, 0.5, 0.75, 1});
        QCOMPARE(part.width, 5);
        QCOMPARE(part.height, 3);
        QCOMPARE(part.rgb.size(), std::size_t{45});
        QCOMPARE(part.rgb.front(), std::uint8_t{3});
        QCOMPARE(part.rgb[1], std::uint8_t{3});
        QCOMPARE(part.rgb[42], std::uint8_t{7}); // the last pixel, (7, 5)
        QCOMPARE(part.rgb[43], std::uint8_t{5});
    }

    void storedChannelsAreKept() {
        formats::StoredImage grey;
        grey.width = 4;
        grey.height = 2;
        grey.channels = 1;
        grey.pixels = {0, 1, 2, 3, 4, 5, 6, 7};
        const formats::StoredImage part = cutPart(grey, {0.5, 0.5, 1, 1});
        QVERIFY(part.pixels == (std::vector<std::uint8_t>{6, 7}));
        QCOMPARE(part.channels, 1);
    }

    void aReaderSaysWhatIsMissing() {
        SampleItem item{Modality::Image, {}, "none.png"};
        item.part = Box{0, 0, 0.5, 0.5};
        QVERIFY(PictureReader().read(item).error().code == ErrorCode::FileMissing);
    }
};

QTEST_APPLESS_MAIN(PicturePartTest)
#include "picture_part_test.moc"
