// SPDX-License-Identifier: GPL-3.0-or-later
// Log-mel spectrograms: periodic Hann window, power spectrum, triangular mel filters, logarithm.
#pragma once

#include <span>
#include <vector>

#include "inference/base/array.h"

namespace triptych::numerics {

// Slaney: linear below 1 kHz, logarithmic above (Auditory Toolbox). Htk: 2595 log10(1 + f / 700).
enum class MelScale { Slaney, Htk };

// None: peaks of 1. Area: each filter divided by half its width in Hz, as Slaney's toolbox does.
enum class MelNorm { None, Area };

enum class MelLog { Natural, Log10, Decibel };

// Where frames lie.
enum class Framing {
    // Frame i is centred at (i + 0.5) hop, so it stands for [i, i + 1) hop; silence outside; ceil(samples / hop)
    // frames.
    Covering,
    // Frame i is centred at i * hop; the sound is mirrored at its ends; 1 + samples / hop frames (rounded down).
    CentredReflect,
    // The same without the last frame.
    CentredReflectDropLast,
};

struct MelOptions {
    int sampleRateHz = 16000;
    int fftSize = 512;
    int windowSize = 400; // at most fftSize; the window stands in the middle of the transform
    int hop = 160;
    int bins = 40;
    double minHz = 0;
    double maxHz = 8000;
    MelScale scale = MelScale::Slaney;
    MelNorm norm = MelNorm::None;
    MelLog log = MelLog::Natural;
    double floor = 1e-5; // energies below are raised to this before the logarithm
    Framing framing = Framing::Covering;

    bool operator==(const MelOptions&) const = default;
};

[[nodiscard]] double hzToMel(double hz, MelScale scale);
[[nodiscard]] double melToHz(double mel, MelScale scale);

// Triangular filters on the bins of the transform: [bin, frequency], frequency 0 .. fftSize / 2.
[[nodiscard]] NdArray<double> melFilters(const MelOptions& options);

// Hann window [size] of period `size`: 0.5 - 0.5 cos(2 pi n / size).
[[nodiscard]] std::vector<double> periodicHann(int size);

// Filters and window made once; const calls may run on several threads at a time.
class MelSpectrum {
public:
    explicit MelSpectrum(const MelOptions& options);

    [[nodiscard]] const MelOptions& options() const { return m_options; }
    [[nodiscard]] int frameCount(std::size_t sampleCount) const;
    [[nodiscard]] double msPerFrame() const { return 1000.0 * m_options.hop / m_options.sampleRateHz; }
    // Centre frequency of every filter, lowest first.
    [[nodiscard]] const std::vector<float>& binHz() const { return m_binHz; }

    // Samples at options().sampleRateHz -> [frame, bin], lowest bin first.
    [[nodiscard]] FloatArray logMel(std::span<const float> samples) const;
    // The same before floor and logarithm.
    [[nodiscard]] FloatArray energies(std::span<const float> samples) const;

private:
    // The part of a filter that is not zero.
    struct Filter {
        std::size_t first = 0;
        std::vector<double> weights;
    };

    void fillFrame(std::span<const float> samples, int frame, std::span<double> into) const;

    MelOptions m_options;
    std::vector<double> m_window;
    std::vector<Filter> m_filters;
    std::vector<float> m_binHz;
};

} // namespace triptych::numerics
