// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/mel.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace triptych;
using namespace triptych::numerics;

namespace {

std::vector<float> sine(double hz, int rateHz, double seconds, double amplitude = 0.5) {
    std::vector<float> samples(static_cast<std::size_t>(rateHz * seconds));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] =
            static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rateHz));
    return samples;
}

int loudestBin(std::span<const float> frame) {
    return static_cast<int>(std::max_element(frame.begin(), frame.end()) - frame.begin());
}

} // namespace

class MelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalesAreInvertible() {
        for (const MelScale scale : {MelScale::Slaney, MelScale::Htk})
            for (const double hz : {0.0, 50.0, 440.0, 999.9, 1000.1, 3000.0, 7999.0})
                QVERIFY(std::abs(melToHz(hzToMel(hz, scale), scale) - hz) < 1e-8);
        // Fixed points of the two definitions.
        QVERIFY(std::abs(hzToMel(1000.0, MelScale::Slaney) - 15.0) < 1e-12);
        QVERIFY(std::abs(hzToMel(6400.0, MelScale::Slaney) - 42.0) < 1e-12);
        QVERIFY(std::abs(hzToMel(700.0, MelScale::Htk) - 2595.0 * std::log10(2.0)) < 1e-9);
    }

    void sineIsLoudestInItsBin() {
        const MelSpectrum spectrum{MelOptions{}};
        for (const int bin : {6, 12, 20, 30, 38}) {
            const FloatArray mel = spectrum.logMel(sine(spectrum.binHz()[static_cast<std::size_t>(bin)], 16000, 0.5));
            QCOMPARE(loudestBin(mel.row({25})), bin);
        }
    }

    void filtersSumToOneBetweenCentres() {
        const MelOptions options;
        const NdArray<double> filters = melFilters(options);
        const MelSpectrum spectrum(options);
        for (int k = 0; k <= options.fftSize / 2; ++k) {
            const double hz = static_cast<double>(k) * options.sampleRateHz / options.fftSize;
            if (hz < spectrum.binHz().front() || hz > spectrum.binHz().back())
                continue;
            double sum = 0;
            for (int bin = 0; bin < options.bins; ++bin)
                sum += filters.row({bin})[static_cast<std::size_t>(k)];
            QVERIFY(std::abs(sum - 1.0) < 1e-9);
        }
    }

    void areaNormGivesEveryFilterTheSameArea() {
        MelOptions options;
        options.fftSize = 8192;
        options.windowSize = 400;
        options.norm = MelNorm::Area;
        const NdArray<double> filters = melFilters(options);
        for (int bin = 0; bin < options.bins; ++bin) {
            double area = 0;
            for (const double weight : filters.row({bin}))
                area += weight * options.sampleRateHz / options.fftSize;
            QVERIFY(std::abs(area - 1.0) < 0.02);
        }
    }

    void framesStandWhereTheyShould() {
        // A click inside frame 7 is loudest there.
        std::vector<float> samples(16000);
        samples[7 * 160 + 80] = 1.0f;
        const MelSpectrum spectrum{MelOptions{}};
        const FloatArray mel = spectrum.energies(samples);
        int loudest = 0;
        for (int frame = 0; frame < static_cast<int>(mel.extent(0)); ++frame)
            if (mel.row({frame})[20] > mel.row({loudest})[20])
                loudest = frame;
        QCOMPARE(loudest, 7);
    }

    void countsFrames() {
        MelOptions options;
        QCOMPARE(MelSpectrum(options).frameCount(0), 0);
        QCOMPARE(MelSpectrum(options).frameCount(1), 1);
        QCOMPARE(MelSpectrum(options).frameCount(321), 3);
        options.framing = Framing::CentredReflect;
        QCOMPARE(MelSpectrum(options).frameCount(320), 3);
        options.framing = Framing::CentredReflectDropLast;
        QCOMPARE(MelSpectrum(options).frameCount(320), 2);
        QCOMPARE(MelSpectrum(options).logMel(std::vector<float>(1, 0.5f)).extent(0), 0);
        options.framing = Framing::CentredReflect;
        QCOMPARE(MelSpectrum(options).logMel(std::vector<float>(1, 0.5f)).extent(0), 1);
    }

    void logKindsAgree() {
        const std::vector<float> samples = sine(500, 16000, 0.2);
        MelOptions options;
        const FloatArray natural = MelSpectrum(options).logMel(samples);
        options.log = MelLog::Decibel;
        const FloatArray decibel = MelSpectrum(options).logMel(samples);
        for (std::size_t i = 0; i < natural.size(); ++i)
            QVERIFY(std::abs(natural.values()[i] * 10.0 / std::log(10.0) - decibel.values()[i]) < 1e-3);
        const FloatArray silence = MelSpectrum(MelOptions{}).logMel(std::vector<float>(1600));
        QCOMPARE(silence.values()[5], static_cast<float>(std::log(1e-5)));
    }

    void twiceTheAmplitudeIsFourTimesTheEnergy() {
        const MelSpectrum spectrum{MelOptions{}};
        const FloatArray quiet = spectrum.energies(sine(700, 16000, 0.2, 0.25));
        const FloatArray loud = spectrum.energies(sine(700, 16000, 0.2, 0.5));
        const auto at = static_cast<std::size_t>(loudestBin(quiet.row({10})));
        QVERIFY(std::abs(loud.row({10})[at] / quiet.row({10})[at] - 4.0f) < 1e-4f);
    }
};

QTEST_GUILESS_MAIN(MelTest)
#include "mel_test.moc"
