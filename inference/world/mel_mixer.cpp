// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/mel_mixer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace triptych::world {

namespace {

constexpr int noiseSeconds = 8;

FloatArray noiseEnergies(const numerics::MelSpectrum& spectrum) {
    Random random(0x6e6f697365ULL);
    std::vector<float> samples(static_cast<std::size_t>(noiseSeconds * spectrum.options().sampleRateHz));
    for (float& sample : samples)
        sample = static_cast<float>(gaussian(random));
    return spectrum.energies(samples);
}

double fromDecibel(double decibel) {
    return std::pow(10.0, decibel / 10.0);
}

} // namespace

SpeechVariation SpeechVariation::none(double noise) {
    return {{1, 1}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {noise, noise}};
}

MelMixer::MelMixer(const numerics::MelOptions& options)
    : m_spectrum(options)
    , m_levels(options)
    , m_noise(noiseEnergies(m_spectrum)) {
}

void MelMixer::append(const MelClip& clip, double stretch, std::vector<float>& energies) const {
    const std::int64_t sourceFrames = clip.levels.extent(0);
    const std::int64_t bins = clip.levels.extent(1);
    if (sourceFrames == 0)
        return;
    const auto frames = std::max<std::int64_t>(1, std::llround(static_cast<double>(sourceFrames) * stretch));
    const double step = static_cast<double>(sourceFrames) / static_cast<double>(frames);
    energies.reserve(energies.size() + static_cast<std::size_t>(frames * bins));
    for (std::int64_t i = 0; i < frames; ++i) {
        const double position =
            std::clamp((static_cast<double>(i) + 0.5) * step - 0.5, 0.0, static_cast<double>(sourceFrames - 1));
        const auto before = static_cast<std::int64_t>(position);
        const auto weight = static_cast<float>(position - static_cast<double>(before));
        const auto a = clip.levels.row({before});
        const auto b = clip.levels.row({std::min(before + 1, sourceFrames - 1)});
        for (std::size_t bin = 0; bin < a.size(); ++bin)
            energies.push_back((1.0F - weight) * m_levels.energy(a[bin]) + weight * m_levels.energy(b[bin]));
    }
}

void MelMixer::appendSilence(double ms, std::vector<float>& energies) const {
    const auto frames = static_cast<std::size_t>(std::lround(ms / msPerFrame()));
    energies.resize(energies.size() + frames * static_cast<std::size_t>(m_spectrum.options().bins));
}

double MelMixer::durationMs(const std::vector<float>& energies) const {
    const auto bins = static_cast<std::size_t>(m_spectrum.options().bins);
    return static_cast<double>(energies.size() / bins) * msPerFrame();
}

FloatArray MelMixer::record(std::vector<float> energies, const SpeechVariation& variation, Random& random) const {
    const auto bins = static_cast<std::size_t>(m_spectrum.options().bins);
    const std::size_t frames = energies.size() / bins;
    const double gain = fromDecibel(uniform(random, variation.gainDb));
    const double tilt = uniform(random, variation.tiltDb);
    const double noise = std::exp(uniform(random, {std::log(variation.noise.from), std::log(variation.noise.to)}));
    std::vector<float> gains(bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double place = bins > 1 ? static_cast<double>(bin) / static_cast<double>(bins - 1) - 0.5 : 0.0;
        gains[bin] = static_cast<float>(gain * fromDecibel(tilt * place));
    }
    const auto noisePower = static_cast<float>(noise * noise);
    const auto floor = static_cast<float>(m_spectrum.options().floor);
    const auto noiseFrames = static_cast<std::size_t>(m_noise.extent(0));
    const auto offset = static_cast<std::size_t>(random.below(static_cast<int>(noiseFrames)));
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const auto grain = m_noise.row({static_cast<std::int64_t>((offset + frame) % noiseFrames)});
        float* row = energies.data() + frame * bins;
        for (std::size_t bin = 0; bin < bins; ++bin)
            row[bin] = std::log(std::max(floor, row[bin] * gains[bin] + noisePower * grain[bin]));
    }
    return FloatArray({static_cast<std::int64_t>(frames), static_cast<std::int64_t>(bins)}, std::move(energies));
}

} // namespace triptych::world
