// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>

#include "inference/numerics/matrix.h"
#include "inference/numerics/softmax_statistics.h"

namespace triptych::test {

inline std::vector<float> randomValues(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<float> values(count);
    for (float& value : values)
        value = static_cast<float>(static_cast<double>(random() % 20001) / 10000.0 - 1.0);
    return values;
}

// Rows are softmaxes of random logits.
inline numerics::Matrix randomAttention(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    numerics::Matrix result(rows, cols);
    for (std::size_t r = 0; r < rows; ++r)
        std::ranges::copy(numerics::softmax(randomValues(cols, seed * 1000 + r)), result.row(r).begin());
    return result;
}

inline double largestDifference(const numerics::Matrix& a, const numerics::Matrix& b) {
    double largest = a.rows == b.rows && a.cols == b.cols ? 0.0 : 1e30;
    for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(a.values[i] - b.values[i])));
    return largest;
}

} // namespace triptych::test
