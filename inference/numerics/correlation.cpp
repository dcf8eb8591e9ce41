// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/correlation.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace triptych::numerics {

namespace {

double pearson(std::span<const double> a, std::span<const double> b) {
    const auto count = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / count;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / count;
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += (a[i] - meanA) * (b[i] - meanB);
        squareA += (a[i] - meanA) * (a[i] - meanA);
        squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squareA > 0 && squareB > 0 ? product / std::sqrt(squareA * squareB) : 0.0;
}

} // namespace

std::vector<double> averageRanks(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::ranges::less(), [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = 1.0 + 0.5 * static_cast<double>(first + last);
        first = last + 1;
    }
    return ranks;
}

double spearman(std::span<const float> a, std::span<const float> b) {
    assert(a.size() == b.size());
    if (a.size() < 2)
        return 0;
    return pearson(averageRanks(a), averageRanks(b));
}

} // namespace triptych::numerics
