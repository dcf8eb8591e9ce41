// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/audio/sound_tracks.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace triptych;
using namespace triptych::plot;

namespace {

const SoundNames names{QStringLiteral("wave"), QStringLiteral("heat"), QStringLiteral("%1 kHz")};

SoundTracks tracksOf(double durationMs, const QRectF& area = {0, 0, 400, 300}) {
    return layoutTracks(area, durationMs, QFont(), names);
}

int paintedPixels(const std::vector<SpokenWord>& words, int lit) {
    QImage image(400, 300, QImage::Format_RGB32);
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        drawWords(painter, tracksOf(2000), words, lit, Qt::black, Qt::black);
    }
    int painted = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            painted += image.pixel(x, y) != qRgb(255, 255, 255);
    return painted;
}

} // namespace

class SoundTracksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tracksStandOneBelowTheOther() {
        const SoundTracks tracks = tracksOf(2000);
        QVERIFY(tracks.words.bottom() <= tracks.wave.top());
        QVERIFY(tracks.wave.bottom() <= tracks.mel.top());
        QVERIFY(tracks.mel.bottom() <= tracks.heat.top());
        QVERIFY(tracks.heat.bottom() <= tracks.axis.top());
        QVERIFY(tracks.axis.bottom() <= 300.5);
        QCOMPARE(tracks.mel.left(), tracks.wave.left());
        QCOMPARE(tracks.heat.right(), tracks.wave.right());
    }

    void timesAndPlacesAreInverse() {
        const SoundTracks tracks = tracksOf(2000);
        QCOMPARE(tracks.xOf(0), tracks.wave.left());
        QCOMPARE(tracks.xOf(2000), tracks.wave.right());
        for (const double ms : {0.0, 1.0, 777.0, 2000.0})
            QVERIFY(qAbs(tracks.msAt(tracks.xOf(ms)) - ms) < 1e-6);
        const QRectF stretch = tracks.stretch(500, 1000);
        QCOMPARE(stretch.left(), tracks.xOf(500));
        QCOMPARE(stretch.right(), tracks.xOf(1000));
        QCOMPARE(stretch.top(), tracks.wave.top());
        QVERIFY(qAbs(stretch.bottom() - tracks.heat.bottom()) <= 1);
    }

    void aSoundOfNoLengthHasPlacesToo() {
        const SoundTracks tracks = tracksOf(0);
        QVERIFY(std::isfinite(tracks.xOf(0)));
        QVERIFY(std::isfinite(tracks.msAt(100)));
    }

    void theEnvelopeStaysInsideItsTrack() {
        Sound sound{1000, std::vector<float>(2000, 0.0F)};
        for (std::size_t i = 500; i < 600; ++i)
            sound.samples[i] = i % 2 ? 1.0F : -1.0F;
        const QRectF wave(10, 20, 200, 50);
        const QRectF box = wavePath(sound, wave, 2).boundingRect();
        QVERIFY(wave.adjusted(-1, -1, 1, 1).contains(box));
        QVERIFY(box.height() > 40);
        // Loud at a quarter, silent elsewhere.
        const QPainterPath path = wavePath(sound, wave, 2);
        QVERIFY(path.contains(QPointF(65, 40)));
        QVERIFY(!path.contains(QPointF(150, 30)));
    }

    void theSpectrogramHasItsLowestBinBelow() {
        Spectrogram spectrogram{FloatArray({2, 4}, -10.0F), 10, {100, 200, 400, 800}};
        spectrogram.logMel.row({0})[0] = 0; // loud and low, at the start
        const SoundColours colours{Qt::black, Qt::black, Qt::black, Qt::white, Qt::black};
        const QImage image = spectrogramImage(spectrogram, {20, 40}, colours);
        QCOMPARE(image.size(), QSize(20, 40));
        QVERIFY(qGray(image.pixel(1, 38)) < qGray(image.pixel(18, 38)));
        QVERIFY(qGray(image.pixel(1, 38)) < qGray(image.pixel(1, 1)));
    }

    void aWordWithoutRoomIsLeftOutUnlessItIsLit() {
        const SpokenWord first{QStringLiteral("triangle"), 900, 1100};
        const SpokenWord second{QStringLiteral("rectangle"), 910, 1110};
        const int alone = paintedPixels({first}, -1);
        QVERIFY(alone > 0);
        QCOMPARE(paintedPixels({first, second}, -1), alone);
        QVERIFY(paintedPixels({first, second}, 1) != alone);
    }
};

QTEST_MAIN(SoundTracksTest)
#include "sound_tracks_test.moc"
