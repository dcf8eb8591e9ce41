// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace triptych::metrics {

// What single questions were answered.
struct Answers {
    std::vector<float> values;  // 1 right, 0 wrong
    std::vector<float> chances; // what a blind guess gets, one per question; empty where none is known
    // The most that can be reached, one per question; empty where that is 1.
    std::vector<float> ceilings;

    void append(const Answers& more);
};

// The figure that is reported for them.
struct Figure {
    std::int64_t count = 0;
    double mean = 0;
    double low = 0; // 95 % bootstrap interval over the questions
    double high = 0;
    std::optional<double> chance;
    std::optional<double> ceiling;

    bool operator==(const Figure&) const = default;
};

[[nodiscard]] Figure summarise(const Answers& answers, std::uint64_t seed);

} // namespace triptych::metrics
