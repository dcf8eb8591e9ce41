// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/array.h"

namespace triptych {

// A decoded picture as people see it: 8 bit RGB, upright, alpha laid on white.
struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb; // [height, width, 3]

    bool operator==(const Picture&) const = default;
};

// A decoded sound: one channel, samples in [-1, 1].
struct Sound {
    int sampleRateHz = 0;
    std::vector<float> samples;

    [[nodiscard]] double durationMs() const {
        return sampleRateHz > 0 ? 1000.0 * static_cast<double>(samples.size()) / sampleRateHz : 0.0;
    }
    bool operator==(const Sound&) const = default;
};

// The spectrogram that the model hears, for display: log-mel energies [frame, bin], lowest bin first.
struct Spectrogram {
    FloatArray logMel;
    double msPerFrame = 0;
    // Centre frequency of every bin.
    std::vector<float> binHz;

    bool operator==(const Spectrogram&) const = default;
};

} // namespace triptych
