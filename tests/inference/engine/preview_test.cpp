// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/preview.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::engine;

class PreviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shrinkingKeepsShapeAndMeanColour() {
        Picture picture{400, 100, std::vector<std::uint8_t>(400 * 100 * 3, 0)};
        for (std::size_t i = 0; i < picture.rgb.size(); i += 6)
            picture.rgb[i] = 200; // every other pixel is red
        const Picture small = shrunk(picture, 80);
        QCOMPARE(small.width, 80);
        QCOMPARE(small.height, 20);
        QCOMPARE(small.rgb.size(), std::size_t{80 * 20 * 3});
        double red = 0;
        for (std::size_t i = 0; i < small.rgb.size(); i += 3)
            red += small.rgb[i];
        QVERIFY(std::abs(red / (80 * 20) - 100) < 25);
    }

    void aSmallPictureStaysAsItIs() {
        const Picture picture{2, 1, {1, 2, 3, 4, 5, 6}};
        QCOMPARE(shrunk(picture, 160), picture);
    }

    void aVeryFlatPictureKeepsOneRow() {
        const Picture small = shrunk({5000, 2, std::vector<std::uint8_t>(5000 * 2 * 3, 9)}, 100);
        QCOMPARE(small.height, 1);
        QCOMPARE(small.rgb.front(), std::uint8_t{9});
    }

    void theEnvelopeHoldsThePeakOfEveryColumn() {
        const Sound sound{10, {0.1f, -0.5f, 0.2f, 0.0f, 3.0f, 0.1f}};
        QCOMPARE(envelopeOf(sound, 3), (std::vector<float>{0.5f, 0.2f, 1.0f}));
    }

    void oneSampleHasOneColumn() {
        QCOMPARE(envelopeOf({10, {0.25f}}, 160), std::vector<float>{0.25f});
        QVERIFY(envelopeOf({10, {}}, 160).empty());
    }

    void textNeedsNoFile() { QVERIFY(makePreview({{Modality::Text, "a red ring", {}}, 160}).has_value()); }

    void aMissingFileIsAnError() {
        const auto preview = makePreview({{Modality::Audio, "", "/nowhere/a.wav"}, 160});
        QVERIFY(!preview.has_value());
        QVERIFY(preview.error().code == ErrorCode::FileMissing);
    }
};

QTEST_GUILESS_MAIN(PreviewTest)
#include "preview_test.moc"
