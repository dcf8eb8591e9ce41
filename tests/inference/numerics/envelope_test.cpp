// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/envelope.h"

#include <QTest>
#include <algorithm>

using namespace triptych::numerics;

class EnvelopeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noPeakIsLost() {
        std::vector<float> samples(1000);
        samples[123] = 0.9F;
        samples[777] = -0.8F;
        for (const int columns : {1, 3, 7, 100, 999, 1000, 2500}) {
            const auto envelope = peakEnvelope(samples, 0, 1000, columns);
            QCOMPARE(envelope.size(), static_cast<std::size_t>(columns));
            float lowest = 0;
            float highest = 0;
            for (const Peaks& peaks : envelope) {
                QVERIFY(peaks.lowest <= peaks.highest);
                lowest = std::min(lowest, peaks.lowest);
                highest = std::max(highest, peaks.highest);
            }
            QCOMPARE(lowest, -0.8F);
            QCOMPARE(highest, 0.9F);
        }
    }

    void peaksStandInTheirColumn() {
        std::vector<float> samples(100);
        samples[57] = 1.0F;
        const auto envelope = peakEnvelope(samples, 50, 60, 10);
        for (std::size_t i = 0; i < 10; ++i)
            QCOMPARE(envelope[i].highest, i == 7 ? 1.0F : 0.0F);
    }

    void beyondTheSoundIsSilence() {
        const std::vector<float> samples(10, 0.5F);
        const auto envelope = peakEnvelope(samples, -10, 20, 3);
        QCOMPARE(envelope, (std::vector<Peaks>{{0, 0}, {0.5F, 0.5F}, {0, 0}}));
        QCOMPARE(peakEnvelope({}, 0, 0, 4), std::vector<Peaks>(4));
        QVERIFY(peakEnvelope(samples, 0, 10, 0).empty());
    }
};

QTEST_GUILESS_MAIN(EnvelopeTest)
#include "envelope_test.moc"
