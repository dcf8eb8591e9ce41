// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "visualization/picture/spectrogram_image.h"

using namespace triptych;
using namespace triptych::picture;

namespace {

int redAt(const Picture& picture, int x, int y) {
    return picture.rgb[static_cast<std::size_t>((y * picture.width + x) * 3)];
}

} // namespace

class SpectrogramImageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The highest bin of the first frame is loud: upper left corner.
    void timeRunsRightAndFrequencyUp() {
        Spectrogram spectrogram;
        spectrogram.logMel = FloatArray({6, 4}, -10.0f);
        spectrogram.logMel.row({0})[3] = 0.0f;
        const Picture picture = drawSpectrogram(spectrogram, 60, 40, {{250, 250, 250}, {0, 0, 0}});
        QCOMPARE(picture.rgb.size(), std::size_t{60 * 40 * 3});
        QVERIFY(redAt(picture, 3, 3) < 30);
        QCOMPARE(redAt(picture, 3, 36), 250);
        QCOMPARE(redAt(picture, 56, 3), 250);
    }

    void tonesDoNotDependOnTheUnitOfTheLogarithm() {
        Spectrogram natural;
        natural.logMel = FloatArray({5, 3});
        for (std::size_t i = 0; i < natural.logMel.size(); ++i)
            natural.logMel.values()[i] = static_cast<float>(i * i % 7);
        Spectrogram decibels = natural;
        for (float& value : decibels.logMel.values())
            value = 4.0f * value - 100.0f;
        QCOMPARE(drawSpectrogram(natural, 50, 30), drawSpectrogram(decibels, 50, 30));
    }

    void silenceIsQuiet() {
        Spectrogram spectrogram;
        QCOMPARE(drawSpectrogram(spectrogram, 3, 2).rgb, std::vector<std::uint8_t>(18, 255));
        spectrogram.logMel = FloatArray({4, 4}, -23.0f);
        QCOMPARE(drawSpectrogram(spectrogram, 3, 2).rgb, std::vector<std::uint8_t>(18, 255));
    }
};

QTEST_GUILESS_MAIN(SpectrogramImageTest)
#include "spectrogram_image_test.moc"
