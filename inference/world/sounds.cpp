// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/sounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <optional>

#include "inference/world/draws.h"

namespace triptych::world {

namespace {

constexpr double turn = 2.0 * std::numbers::pi;
constexpr double attackSeconds = 0.004;
constexpr double releaseSeconds = 0.02;

struct Entry {
    std::string_view name;
    std::optional<Colour> colour;
    std::optional<ShapeKind> shape;
};

constexpr std::array<Entry, soundKindCount> entries{{
    {"bell", Colour::Yellow, {}},
    {"whistle", Colour::Blue, {}},
    {"buzz", Colour::Green, {}},
    {"drum", {}, ShapeKind::Square},
    {"chirp", {}, ShapeKind::Star},
    {"hiss", {}, ShapeKind::Cross},
}};

const Entry& entryOf(SoundKind kind) {
    return entries[static_cast<std::size_t>(kind)];
}

using Wave = std::vector<double>;

// Adds amplitude(t) sin(phase), where the phase follows frequency(t).
template<typename Frequency, typename Amplitude>
void addTone(Wave& wave, Frequency frequency, Amplitude amplitude) {
    double phase = 0;
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const double t = static_cast<double>(i) / speechRateHz;
        wave[i] += amplitude(t) * std::sin(phase);
        phase += turn * frequency(t) / speechRateHz;
    }
}

// Inharmonic partials of a struck bell, the higher ones dying first (ratios after Risset's bell).
void addBell(Wave& wave, Random& random) {
    constexpr std::array<double, 6> ratios{0.56, 0.92, 1.19, 1.7, 2.74, 3.76};
    const double base = uniform(random, {700, 950});
    const double decay = uniform(random, {5, 8});
    for (const double ratio : ratios)
        addTone(
            wave, [&](double) { return base * ratio; },
            [&](double t) { return std::exp(-decay * ratio * t) / (1.0 + ratio); });
}

void addWhistle(Wave& wave, Random& random) {
    const double base = uniform(random, {1700, 2300});
    const double vibratoHz = uniform(random, {5, 8});
    addTone(
        wave, [&](double t) { return base * (1.0 + 0.02 * std::sin(turn * vibratoHz * t)); },
        [](double) { return 1.0; });
}

// Odd harmonics of a low tone.
void addBuzz(Wave& wave, Random& random) {
    const double base = uniform(random, {95, 140});
    for (int harmonic = 1; harmonic <= 25; harmonic += 2)
        addTone(
            wave, [&](double) { return base * harmonic; }, [&](double) { return 1.0 / std::sqrt(harmonic); });
}

// Two strokes: a falling tone and a short burst of noise each.
void addDrum(Wave& wave, Random& random) {
    const double base = uniform(random, {75, 110});
    const double apart = uniform(random, {0.16, 0.22});
    for (const double start : {0.0, apart}) {
        const auto after = [start](double t) { return t - start; };
        addTone(
            wave, [&](double t) { return base * (1.0 + 1.5 * std::exp(-35.0 * std::max(0.0, after(t)))); },
            [&](double t) { return after(t) < 0 ? 0.0 : std::exp(-14.0 * after(t)); });
        for (std::size_t i = static_cast<std::size_t>(start * speechRateHz); i < wave.size(); ++i) {
            const double t = after(static_cast<double>(i) / speechRateHz);
            wave[i] += 0.4 * std::exp(-60.0 * std::max(0.0, t)) * gaussian(random);
        }
    }
}

// A bird's call: short rising sweeps.
void addChirp(Wave& wave, Random& random) {
    const double base = uniform(random, {2200, 2800});
    const double period = uniform(random, {0.09, 0.13});
    addTone(
        wave, [&](double t) { return base * (1.0 + 0.8 * std::fmod(t, period) / period); },
        [&](double t) {
            const double place = std::fmod(t, period) / period;
            return place < 0.7 ? std::sin(std::numbers::pi * place / 0.7) : 0.0;
        });
}

// Noise with its low frequencies taken away.
void addHiss(Wave& wave, Random& random) {
    const double pole = uniform(random, {0.4, 0.7});
    double before = 0;
    double filtered = 0;
    for (double& sample : wave) {
        const double white = gaussian(random);
        filtered = pole * filtered + 0.5 * (1.0 + pole) * (white - before);
        before = white;
        sample += filtered;
    }
}

void addKind(SoundKind kind, Wave& wave, Random& random) {
    switch (kind) {
    case SoundKind::Bell:
        return addBell(wave, random);
    case SoundKind::Whistle:
        return addWhistle(wave, random);
    case SoundKind::Buzz:
        return addBuzz(wave, random);
    case SoundKind::Drum:
        return addDrum(wave, random);
    case SoundKind::Chirp:
        return addChirp(wave, random);
    case SoundKind::Hiss:
        return addHiss(wave, random);
    }
}

// Both ends without a click.
void fade(Wave& wave) {
    const double seconds = static_cast<double>(wave.size()) / speechRateHz;
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const double t = static_cast<double>(i) / speechRateHz;
        wave[i] *= std::min({1.0, t / attackSeconds, (seconds - t) / releaseSeconds});
    }
}

} // namespace

std::string_view toString(SoundKind kind) {
    return entryOf(kind).name;
}

Phrase meaningOf(SoundKind kind) {
    Phrase phrase;
    phrase.colour = entryOf(kind).colour;
    phrase.shape = entryOf(kind).shape;
    return phrase;
}

std::vector<int> objectsSounding(SoundKind kind, const Scene& scene) {
    const Entry& entry = entryOf(kind);
    std::vector<int> numbers;
    for (std::size_t i = 0; i < scene.objects.size(); ++i) {
        const SceneObject& object = scene.objects[i];
        if (entry.colour == object.colour || entry.shape == object.shape)
            numbers.push_back(static_cast<int>(i) + 1);
    }
    return numbers;
}

std::vector<SoundKind> soundsOf(const Scene& scene) {
    std::vector<SoundKind> kinds;
    for (int i = 0; i < soundKindCount; ++i)
        if (!objectsSounding(static_cast<SoundKind>(i), scene).empty())
            kinds.push_back(static_cast<SoundKind>(i));
    return kinds;
}

Sound synthesise(SoundKind kind, std::uint64_t seed) {
    Random random(seed, static_cast<std::uint64_t>(kind));
    Wave wave(static_cast<std::size_t>(uniform(random, {0.3, 0.6}) * speechRateHz));
    const double peak = uniform(random, {0.3, 0.7});
    addKind(kind, wave, random);
    fade(wave);
    double loudest = 0;
    for (const double sample : wave)
        loudest = std::max(loudest, std::abs(sample));
    Sound sound{speechRateHz, {}};
    sound.samples.reserve(wave.size());
    for (const double sample : wave)
        sound.samples.push_back(static_cast<float>(sample * peak / loudest));
    return sound;
}

void Soundtrack::appendSilence(double ms) {
    sound.samples.resize(sound.samples.size() + static_cast<std::size_t>(std::lround(ms * speechRateHz / 1000.0)));
}

void Soundtrack::append(const Utterance& utterance) {
    const double start = sound.durationMs();
    for (const WordTime& word : utterance.words)
        words.push_back({word.chars, start + word.fromMs, start + word.toMs});
    sound.samples.insert(sound.samples.end(), utterance.sound.samples.begin(), utterance.sound.samples.end());
}

void Soundtrack::append(SoundKind kind, const std::vector<int>& objects, std::uint64_t seed) {
    const double start = sound.durationMs();
    const Sound made = synthesise(kind, seed);
    sound.samples.insert(sound.samples.end(), made.samples.begin(), made.samples.end());
    sounds.push_back({kind, objects, start, sound.durationMs()});
}

} // namespace triptych::world
