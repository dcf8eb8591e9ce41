// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::numerics {

// What a drawn column of a waveform spans.
struct Peaks {
    float lowest = 0;
    float highest = 0;

    bool operator==(const Peaks&) const = default;
};

// Peaks of `columns` equal parts of the samples [from, to), which may reach beyond them: silence there. Every sample
// belongs to a column; where columns are narrower than a sample, neighbours repeat it.
[[nodiscard]] std::vector<Peaks> peakEnvelope(std::span<const float> samples, std::int64_t from, std::int64_t to,
                                              int columns);

} // namespace triptych::numerics
