// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/sounds.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "inference/world/speech_bank.h"

using namespace triptych;
using namespace triptych::world;

namespace {

std::vector<double> fingerprint(SoundKind kind, std::uint64_t seed) {
    const Sound sound = synthesise(kind, seed);
    const FloatArray mel = numerics::MelSpectrum(speechMelOptions()).logMel(sound.samples);
    std::vector<double> means(static_cast<std::size_t>(mel.extent(1)));
    for (std::int64_t frame = 0; frame < mel.extent(0); ++frame)
        for (std::size_t bin = 0; bin < means.size(); ++bin)
            means[bin] += mel.row({frame})[bin] / static_cast<double>(mel.extent(0));
    return means;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
}

} // namespace

class SoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areSoundAndSeeded() {
        for (int i = 0; i < soundKindCount; ++i) {
            const auto kind = static_cast<SoundKind>(i);
            const Sound sound = synthesise(kind, 5);
            QVERIFY(sound == synthesise(kind, 5));
            QVERIFY(!(sound == synthesise(kind, 6)));
            QVERIFY(sound.durationMs() >= 299 && sound.durationMs() <= 601);
            float peak = 0;
            for (const float sample : sound.samples) {
                QVERIFY(std::isfinite(sample));
                peak = std::max(peak, std::abs(sample));
            }
            QVERIFY(peak > 0.25F && peak < 0.75F);
        }
    }

    void kindsCanBeToldApart() {
        // Another example of the same kind is the nearest one.
        for (int kind = 0; kind < soundKindCount; ++kind)
            for (std::uint64_t seed = 100; seed < 104; ++seed) {
                const auto heard = fingerprint(static_cast<SoundKind>(kind), seed);
                int nearest = -1;
                double smallest = 1e9;
                for (int other = 0; other < soundKindCount; ++other)
                    for (std::uint64_t example = 0; example < 8; ++example) {
                        const double apart = distance(heard, fingerprint(static_cast<SoundKind>(other), example));
                        if (apart < smallest) {
                            smallest = apart;
                            nearest = other;
                        }
                    }
                QCOMPARE(nearest, kind);
            }
    }

    void meaningAgreesWithTheObjects() {
        SceneOptions options;
        std::set<SoundKind> heard;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const Scene scene = drawScene(seed, options);
            for (int i = 0; i < soundKindCount; ++i) {
                const auto kind = static_cast<SoundKind>(i);
                const Meaning meaning{{meaningOf(kind)}, {}};
                const std::vector<SoundKind> sounds = soundsOf(scene);
                const bool sounding = std::find(sounds.begin(), sounds.end(), kind) != sounds.end();
                QCOMPARE(holds(meaning, scene), sounding);
                QCOMPARE(!objectsSounding(kind, scene).empty(), sounding);
                if (sounding)
                    heard.insert(kind);
            }
        }
        QCOMPARE(heard.size(), static_cast<std::size_t>(soundKindCount));
    }

    void soundtrackKeepsTimes() {
        Soundtrack track;
        track.appendSilence(100);
        Utterance utterance;
        utterance.sound = Sound{speechRateHz, std::vector<float>(8000, 0.1F)};
        utterance.words = {{{0, 4}, 20, 480}};
        track.append(utterance);
        track.append(SoundKind::Drum, {2}, 1);
        QCOMPARE(track.words.size(), std::size_t{1});
        QCOMPARE(track.words[0], (WordTime{{0, 4}, 120, 580}));
        QCOMPARE(track.sounds[0].fromMs, 600.0);
        QCOMPARE(track.sounds[0].toMs, track.sound.durationMs());
        QCOMPARE(track.sounds[0].objects, std::vector<int>{2});
    }
};

QTEST_GUILESS_MAIN(SoundsTest)
#include "sounds_test.moc"
