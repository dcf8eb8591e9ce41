// SPDX-License-Identifier: GPL-3.0-or-later
// Polyphase rate conversion, equal to scipy.signal.resample_poly with its default window ('kaiser', 5.0).
#pragma once

#include <span>
#include <vector>

#include "inference/contract/media.h"

namespace triptych::formats {

// The low-pass filter of one ratio, made once; const calls may run on several threads at a time.
class Resampler {
public:
    // Both at least 1. The ratio is taken in lowest terms.
    Resampler(int fromHz, int toHz);

    // ceil(samples * toHz / fromHz) values; silence is assumed outside. The same samples where the rates are equal.
    [[nodiscard]] std::vector<double> resample(std::span<const double> samples) const;

private:
    int m_up = 1;
    int m_down = 1;
    int m_halfLength = 0; // of the filter, at `up` times the source rate
    // [phase, tap]: the filter's every up-th coefficient, last first, so that a result is one dot product.
    std::vector<double> m_taps;
    int m_tapsPerPhase = 0;
};

[[nodiscard]] Sound resample(const Sound& sound, int rateHz);

} // namespace triptych::formats
