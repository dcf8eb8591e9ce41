// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// exp(x) / sum exp(x), shifted by the largest value so that nothing overflows. Empty in, empty out.
[[nodiscard]] std::vector<float> softmax(std::span<const float> logits);

// -sum p ln p in nats, where 0 ln 0 = 0; between 0 (one-hot) and ln n (flat).
[[nodiscard]] double entropy(std::span<const float> probabilities);

// Entropy of every row, divided by ln(cols): 0 = each query looks at one key, 1 = at all alike. 0 where there is one
// key.
[[nodiscard]] std::vector<float> relativeRowEntropy(MatrixView attention);

struct RangeStatistics {
    float minimum = 0;
    float maximum = 0;
    double sum = 0;

    bool operator==(const RangeStatistics&) const = default;
};

// Raw figures of a map; all 0 for an empty one.
[[nodiscard]] RangeStatistics rangeOf(std::span<const float> values);

} // namespace triptych::numerics
