// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/resample.h"

#include <QTest>
#include <cmath>
#include <fstream>
#include <numbers>

using namespace triptych;
using namespace triptych::formats;

namespace {

// The signal that the stored results were computed from with scipy.signal.resample_poly.
std::vector<double> signal(int count, int rateHz) {
    std::vector<double> samples;
    for (int n = 0; n < count; ++n) {
        const double t = static_cast<double>(n) / rateHz;
        constexpr double turn = 2.0 * std::numbers::pi;
        samples.push_back(0.5 * std::sin(turn * 440 * t) + 0.25 * std::cos(turn * 1234.5 * t * (1 + t)) +
                          0.1 * ((n * 7919) % 101 - 50) / 50.0);
    }
    return samples;
}

} // namespace

class ResampleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsScipy() {
        std::ifstream file(TRIPTYCH_TEST_DATA "/audio/resample.txt");
        int cases = 0;
        int from = 0;
        int to = 0;
        int count = 0;
        std::size_t outCount = 0;
        while (file >> from >> to >> count >> outCount) {
            const std::vector<double> result = Resampler(from, to).resample(signal(count, from));
            QCOMPARE(result.size(), outCount);
            for (const double value : result) {
                double expected = 0;
                QVERIFY(static_cast<bool>(file >> expected));
                QVERIFY2(std::abs(value - expected) < 1e-10, qPrintable(QString::number(value - expected)));
            }
            ++cases;
        }
        QCOMPARE(cases, 8);
    }

    void equalRatesChangeNothing() {
        const Sound sound{16000, {0.1F, -0.5F, 0.25F}};
        QVERIFY(resample(sound, 16000) == sound);
        QCOMPARE(Resampler(7, 7).resample(signal(5, 7)), signal(5, 7));
    }

    void keepsAConstantInside() {
        const std::vector<double> result = Resampler(44100, 16000).resample(std::vector<double>(4410, 0.5));
        QCOMPARE(result.size(), std::size_t{1600});
        for (std::size_t i = 100; i < 1500; ++i)
            QVERIFY(std::abs(result[i] - 0.5) < 1e-3);
    }

    void removesWhatTheLowerRateCannotHold() {
        Sound sound{48000, {}};
        for (int n = 0; n < 9600; ++n)
            sound.samples.push_back(static_cast<float>(std::sin(2.0 * std::numbers::pi * 12000 * n / 48000)));
        const Sound result = resample(sound, 16000);
        QCOMPARE(result.sampleRateHz, 16000);
        for (std::size_t i = 100; i + 100 < result.samples.size(); ++i)
            QVERIFY(std::abs(result.samples[i]) < 0.01F);
    }

    void manageableForAwkwardRates() {
        QCOMPARE(Resampler(44101, 16000).resample(signal(44101, 44101)).size(), std::size_t{16000});
        QVERIFY(Resampler(16000, 8000).resample({}).empty());
    }
};

QTEST_GUILESS_MAIN(ResampleTest)
#include "resample_test.moc"
