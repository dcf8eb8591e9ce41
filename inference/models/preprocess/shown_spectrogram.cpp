// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/preprocess/shown_spectrogram.h"

#include <algorithm>
#include <bit>

#include "inference/numerics/mel.h"

namespace triptych::models {

Spectrogram shownSpectrogram(const Sound& sound) {
    numerics::MelOptions options;
    options.sampleRateHz = sound.sampleRateHz;
    options.hop = std::max(1, sound.sampleRateHz / 100);
    options.windowSize = std::max(2, sound.sampleRateHz / 40);
    options.fftSize = static_cast<int>(std::bit_ceil(static_cast<unsigned>(options.windowSize)));
    options.bins = 64;
    options.maxHz = sound.sampleRateHz / 2.0;
    const numerics::MelSpectrum spectrum(options);
    return {spectrum.logMel(sound.samples), spectrum.msPerFrame(), spectrum.binHz()};
}

} // namespace triptych::models
