// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/formats/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "inference/numerics/sinc.h"

namespace triptych::formats {

namespace {

constexpr double kaiserBeta = 5.0;
constexpr int zeroCrossings = 10;

// Modified Bessel function of the first kind and order 0, by its power series.
double besselI0(double x) {
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= (x / (2.0 * k)) * (x / (2.0 * k));
        sum += term;
    }
    return sum;
}

// Windowed sinc with a cut-off at 1 / maxRate of the Nyquist frequency, and a gain of `up` at 0 Hz.
std::vector<double> lowPass(int halfLength, int maxRate, int up) {
    std::vector<double> filter(static_cast<std::size_t>(2 * halfLength + 1));
    const double atCentre = besselI0(kaiserBeta);
    for (int n = -halfLength; n <= halfLength; ++n) {
        const double x = static_cast<double>(n) / halfLength;
        const double window = besselI0(kaiserBeta * std::sqrt(std::max(0.0, 1.0 - x * x))) / atCentre;
        filter[static_cast<std::size_t>(n + halfLength)] = window * numerics::sinc(static_cast<double>(n) / maxRate);
    }
    const double scale = up / std::accumulate(filter.begin(), filter.end(), 0.0);
    for (double& value : filter)
        value *= scale;
    return filter;
}

} // namespace

Resampler::Resampler(int fromHz, int toHz) {
    assert(fromHz >= 1 && toHz >= 1);
    const int divisor = std::gcd(fromHz, toHz);
    m_up = toHz / divisor;
    m_down = fromHz / divisor;
    if (m_up == m_down)
        return;
    const int maxRate = std::max(m_up, m_down);
    m_halfLength = zeroCrossings * maxRate;
    const std::vector<double> filter = lowPass(m_halfLength, maxRate, m_up);
    const auto length = static_cast<int>(filter.size());
    m_tapsPerPhase = (length + m_up - 1) / m_up;
    m_taps.assign(static_cast<std::size_t>(m_up) * static_cast<std::size_t>(m_tapsPerPhase), 0.0);
    for (int i = 0; i < length; ++i) {
        const auto phase = static_cast<std::size_t>(i % m_up);
        const auto tap = static_cast<std::size_t>(m_tapsPerPhase - 1 - i / m_up);
        m_taps[phase * static_cast<std::size_t>(m_tapsPerPhase) + tap] = filter[static_cast<std::size_t>(i)];
    }
}

std::vector<double> Resampler::resample(std::span<const double> samples) const {
    if (m_up == m_down)
        return {samples.begin(), samples.end()};
    const auto count = static_cast<std::int64_t>(samples.size());
    const std::int64_t outCount = (count * m_up + m_down - 1) / m_down;
    std::vector<double> result(static_cast<std::size_t>(outCount));
    for (std::int64_t i = 0; i < outCount; ++i) {
        // Result i stands at i * down on the grid of `up` times the source rate; the filter is centred there.
        const std::int64_t position = i * m_down + m_halfLength;
        const double* taps = m_taps.data() + (position % m_up) * m_tapsPerPhase;
        const std::int64_t first = position / m_up - (m_tapsPerPhase - 1);
        const std::int64_t from = std::max<std::int64_t>(0, -first);
        const std::int64_t to = std::min<std::int64_t>(m_tapsPerPhase, count - first);
        double sum = 0;
        for (std::int64_t tap = from; tap < to; ++tap)
            sum += taps[tap] * samples[static_cast<std::size_t>(first + tap)];
        result[static_cast<std::size_t>(i)] = sum;
    }
    return result;
}

Sound resample(const Sound& sound, int rateHz) {
    if (sound.sampleRateHz == rateHz)
        return sound;
    const std::vector<double> source(sound.samples.begin(), sound.samples.end());
    const std::vector<double> result = Resampler(sound.sampleRateHz, rateHz).resample(source);
    return {rateHz, {result.begin(), result.end()}};
}

} // namespace triptych::formats
