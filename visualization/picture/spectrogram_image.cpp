// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/spectrogram_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "visualization/picture/overlay.h"

namespace triptych::picture {

namespace {

struct Loudness {
    float silence = 0;
    float loudest = 0;
};

Loudness loudnessOf(std::span<const float> energies) {
    std::vector<float> sorted(energies.begin(), energies.end());
    std::erase_if(sorted, [](float energy) { return !std::isfinite(energy); });
    if (sorted.empty())
        return {};
    const auto fifth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 5);
    std::ranges::nth_element(sorted, fifth);
    return {*fifth, std::ranges::max(sorted)};
}

// [frame, bin] with the lowest bin first becomes [row, col] with the highest bin on top.
FloatArray upright(const FloatArray& logMel) {
    const auto frames = logMel.extent(0);
    const auto bins = logMel.extent(1);
    FloatArray image({bins, frames});
    for (std::int64_t frame = 0; frame < frames; ++frame)
        for (std::int64_t bin = 0; bin < bins; ++bin)
            image.row({bins - 1 - bin})[static_cast<std::size_t>(frame)] =
                logMel.row({frame})[static_cast<std::size_t>(bin)];
    return image;
}

} // namespace

Picture drawSpectrogram(const Spectrogram& spectrogram, int width, int height, const SpectrogramTones& tones) {
    Picture picture{std::max(width, 0), std::max(height, 0), {}};
    const auto count = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    picture.rgb.reserve(count * 3);
    FloatArray energies({picture.height, picture.width});
    if (!spectrogram.logMel.empty() && count > 0)
        energies = upsample(upright(spectrogram.logMel), picture.width, picture.height);
    const auto [silence, loudest] = loudnessOf(spectrogram.logMel.values());
    const float depth = loudest - silence;
    for (const float energy : energies.values()) {
        const float loudness = depth > 0.0f ? std::clamp((energy - silence) / depth, 0.0f, 1.0f) : 0.0f;
        const auto tone = [loudness](std::uint8_t quiet, std::uint8_t loud) {
            return static_cast<std::uint8_t>(std::lround(std::lerp(float(quiet), float(loud), loudness)));
        };
        picture.rgb.insert(picture.rgb.end(),
                           {tone(tones.quiet.red, tones.loud.red), tone(tones.quiet.green, tones.loud.green),
                            tone(tones.quiet.blue, tones.loud.blue)});
    }
    return picture;
}

} // namespace triptych::picture
