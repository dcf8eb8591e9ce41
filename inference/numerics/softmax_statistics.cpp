// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/softmax_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::numerics {

std::vector<float> softmax(std::span<const float> logits) {
    std::vector<float> result(logits.begin(), logits.end());
    if (result.empty())
        return result;
    const float largest = *std::ranges::max_element(result);
    double sum = 0;
    for (float& value : result) {
        value = std::exp(value - largest);
        sum += value;
    }
    for (float& value : result)
        value = static_cast<float>(value / sum);
    return result;
}

double entropy(std::span<const float> probabilities) {
    double sum = 0;
    for (const float p : probabilities)
        if (p > 0.0f)
            sum -= static_cast<double>(p) * std::log(static_cast<double>(p));
    return sum;
}

std::vector<float> relativeRowEntropy(MatrixView attention) {
    std::vector<float> result(attention.rows, 0.0f);
    if (attention.cols < 2)
        return result;
    const double largest = std::log(static_cast<double>(attention.cols));
    for (std::size_t r = 0; r < attention.rows; ++r)
        result[r] = static_cast<float>(entropy(attention.row(r)) / largest);
    return result;
}

RangeStatistics rangeOf(std::span<const float> values) {
    if (values.empty())
        return {};
    const auto [low, high] = std::ranges::minmax_element(values);
    return {*low, *high, std::accumulate(values.begin(), values.end(), 0.0)};
}

} // namespace triptych::numerics
