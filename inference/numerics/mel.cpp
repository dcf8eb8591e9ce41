// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/mel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "inference/numerics/fft.h"

namespace triptych::numerics {

namespace {

constexpr double slaneyBreakHz = 1000.0;
constexpr double slaneyBreakMel = 15.0;
constexpr double slaneyHzPerMel = 200.0 / 3.0;
const double slaneyLogStep = std::log(6.4) / 27.0;

std::vector<double> filterEdges(const MelOptions& options) {
    const double low = hzToMel(options.minHz, options.scale);
    const double high = hzToMel(options.maxHz, options.scale);
    std::vector<double> edges;
    for (int i = 0; i < options.bins + 2; ++i)
        edges.push_back(melToHz(low + (high - low) * i / (options.bins + 1), options.scale));
    return edges;
}

double logarithm(double energy, MelLog kind) {
    switch (kind) {
    case MelLog::Natural:
        return std::log(energy);
    case MelLog::Log10:
        return std::log10(energy);
    case MelLog::Decibel:
        break;
    }
    return 10.0 * std::log10(energy);
}

// Mirrors an index into 0 .. count - 1 without repeating the ends.
std::ptrdiff_t mirrored(std::ptrdiff_t index, std::ptrdiff_t count) {
    if (count == 1)
        return 0;
    const std::ptrdiff_t period = 2 * (count - 1);
    const std::ptrdiff_t phase = ((index % period) + period) % period;
    return phase < count ? phase : period - phase;
}

} // namespace

double hzToMel(double hz, MelScale scale) {
    if (scale == MelScale::Htk)
        return 2595.0 * std::log10(1.0 + hz / 700.0);
    return hz < slaneyBreakHz ? hz / slaneyHzPerMel : slaneyBreakMel + std::log(hz / slaneyBreakHz) / slaneyLogStep;
}

double melToHz(double mel, MelScale scale) {
    if (scale == MelScale::Htk)
        return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
    return mel < slaneyBreakMel ? mel * slaneyHzPerMel
                                : slaneyBreakHz * std::exp((mel - slaneyBreakMel) * slaneyLogStep);
}

NdArray<double> melFilters(const MelOptions& options) {
    const int frequencies = options.fftSize / 2 + 1;
    const std::vector<double> edges = filterEdges(options);
    NdArray<double> filters({options.bins, frequencies});
    for (int bin = 0; bin < options.bins; ++bin) {
        const double low = edges[static_cast<std::size_t>(bin)];
        const double centre = edges[static_cast<std::size_t>(bin) + 1];
        const double high = edges[static_cast<std::size_t>(bin) + 2];
        const double scale = options.norm == MelNorm::Area ? 2.0 / (high - low) : 1.0;
        const std::span<double> row = filters.row({bin});
        for (int k = 0; k < frequencies; ++k) {
            const double hz = static_cast<double>(k) * options.sampleRateHz / options.fftSize;
            const double weight = std::min((hz - low) / (centre - low), (high - hz) / (high - centre));
            row[static_cast<std::size_t>(k)] = scale * std::max(0.0, weight);
        }
    }
    return filters;
}

std::vector<double> periodicHann(int size) {
    std::vector<double> window(static_cast<std::size_t>(size));
    for (int n = 0; n < size; ++n)
        window[static_cast<std::size_t>(n)] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / size);
    return window;
}

MelSpectrum::MelSpectrum(const MelOptions& options)
    : m_options(options)
    , m_window(periodicHann(options.windowSize)) {
    assert(options.windowSize >= 1 && options.windowSize <= options.fftSize && options.hop >= 1);
    const NdArray<double> filters = melFilters(options);
    for (int bin = 0; bin < options.bins; ++bin) {
        const std::span<const double> row = filters.row({bin});
        const auto positive = [](double weight) { return weight > 0; };
        const auto first = std::find_if(row.begin(), row.end(), positive);
        const auto last = std::find_if(row.rbegin(), row.rend(), positive).base();
        m_filters.push_back(first < last ? Filter{static_cast<std::size_t>(first - row.begin()), {first, last}}
                                         : Filter{});
    }
    const std::vector<double> edges = filterEdges(options);
    m_binHz.assign(edges.begin() + 1, edges.end() - 1);
}

int MelSpectrum::frameCount(std::size_t sampleCount) const {
    if (sampleCount == 0)
        return 0;
    const auto hop = static_cast<std::size_t>(m_options.hop);
    switch (m_options.framing) {
    case Framing::Covering:
        return static_cast<int>((sampleCount + hop - 1) / hop);
    case Framing::CentredReflect:
        return static_cast<int>(1 + sampleCount / hop);
    case Framing::CentredReflectDropLast:
        break;
    }
    return static_cast<int>(sampleCount / hop);
}

void MelSpectrum::fillFrame(std::span<const float> samples, int frame, std::span<double> into) const {
    const bool covering = m_options.framing == Framing::Covering;
    const auto count = static_cast<std::ptrdiff_t>(samples.size());
    const std::ptrdiff_t centre =
        static_cast<std::ptrdiff_t>(frame) * m_options.hop + (covering ? m_options.hop / 2 : 0);
    // The window stands in the middle of the transform; its place there changes only the phase.
    const std::ptrdiff_t start = centre - m_options.fftSize / 2 + (m_options.fftSize - m_options.windowSize) / 2;
    for (std::ptrdiff_t n = 0; n < m_options.windowSize; ++n) {
        const std::ptrdiff_t index = start + n;
        double sample = 0;
        if (index >= 0 && index < count)
            sample = samples[static_cast<std::size_t>(index)];
        else if (!covering)
            sample = samples[static_cast<std::size_t>(mirrored(index, count))];
        into[static_cast<std::size_t>(n)] = sample * m_window[static_cast<std::size_t>(n)];
    }
}

FloatArray MelSpectrum::energies(std::span<const float> samples) const {
    const int frames = frameCount(samples.size());
    FloatArray result({frames, m_options.bins});
    RealFft fft(m_options.fftSize);
    std::vector<double> frame(static_cast<std::size_t>(m_options.fftSize));
    std::vector<double> power(static_cast<std::size_t>(fft.binCount()));
    for (int i = 0; i < frames; ++i) {
        fillFrame(samples, i, frame);
        fft.power(frame, power);
        const std::span<float> row = result.row({i});
        for (std::size_t bin = 0; bin < m_filters.size(); ++bin) {
            const Filter& filter = m_filters[bin];
            double energy = 0;
            for (std::size_t k = 0; k < filter.weights.size(); ++k)
                energy += filter.weights[k] * power[filter.first + k];
            row[bin] = static_cast<float>(energy);
        }
    }
    return result;
}

FloatArray MelSpectrum::logMel(std::span<const float> samples) const {
    FloatArray result = energies(samples);
    for (float& value : result.values())
        value = static_cast<float>(logarithm(std::max<double>(value, m_options.floor), m_options.log));
    return result;
}

} // namespace triptych::numerics
