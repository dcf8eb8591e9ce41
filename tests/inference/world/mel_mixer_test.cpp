// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/mel_mixer.h"

#include <QTest>
#include <cmath>

using namespace triptych;
using namespace triptych::world;

namespace {

double meanOfBin(const FloatArray& mel, std::size_t bin) {
    double sum = 0;
    for (std::int64_t frame = 0; frame < mel.extent(0); ++frame)
        sum += mel.row({frame})[bin];
    return sum / static_cast<double>(mel.extent(0));
}

MelClip flatClip(int frames, std::uint8_t level) {
    return {ByteArray({frames, 40}, level), {}};
}

} // namespace

class MelMixerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noiseIsLikeTheNoiseOfAWave() {
        constexpr double strength = 0.004;
        Random random(1);
        std::vector<float> energies;
        m_mixer.appendSilence(3000, energies);
        const FloatArray mixed = m_mixer.record(energies, SpeechVariation::none(strength), random);
        Sound wave{speechRateHz, std::vector<float>(48000)};
        degrade(wave, {static_cast<float>(strength), 1.0F}, 9);
        const FloatArray real = m_mixer.spectrum().logMel(wave.samples);
        QCOMPARE(mixed.shape(), real.shape());
        for (std::size_t bin = 1; bin < 40; ++bin)
            QVERIFY(std::abs(meanOfBin(mixed, bin) - meanOfBin(real, bin)) < 0.25);
    }

    void gainIsAShift() {
        SpeechVariation louder = SpeechVariation::none(1e-6);
        louder.gainDb = {6, 6};
        QVERIFY(std::abs(levelOf(louder, 20) - levelOf(SpeechVariation::none(1e-6), 20) - 6 * std::log(10) / 10) <
                1e-4);
    }

    void tiltRaisesTheTop() {
        SpeechVariation bright = SpeechVariation::none(1e-6);
        bright.tiltDb = {6, 6};
        const double difference = levelOf(bright, 39) - levelOf(bright, 0);
        QVERIFY(std::abs(difference - 6 * std::log(10) / 10) < 1e-4);
    }

    void durationsAddUp() {
        std::vector<float> energies;
        m_mixer.appendSilence(104, energies);
        QCOMPARE(m_mixer.durationMs(energies), 100.0);
        m_mixer.append(flatClip(20, 100), 1.2, energies);
        QCOMPARE(m_mixer.durationMs(energies), 340.0);
        m_mixer.append(flatClip(0, 0), 1.0, energies);
        QCOMPARE(m_mixer.durationMs(energies), 340.0);
        m_mixer.append(flatClip(1, 100), 0.2, energies);
        QCOMPARE(m_mixer.durationMs(energies), 350.0);
    }

private:
    double levelOf(const SpeechVariation& variation, std::size_t bin) const {
        Random random(1);
        std::vector<float> energies;
        m_mixer.append(flatClip(10, 150), 1.0, energies);
        return meanOfBin(m_mixer.record(energies, variation, random), bin);
    }

    MelMixer m_mixer{numerics::MelOptions{}};
};

QTEST_GUILESS_MAIN(MelMixerTest)
#include "mel_mixer_test.moc"
