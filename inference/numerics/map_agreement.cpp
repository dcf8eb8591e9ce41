// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/map_agreement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::numerics {
namespace {

bool hasOrder(std::span<const float> values) {
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
        return false;
    return !values.empty() && std::ranges::any_of(values, [&](float value) { return value != values.front(); });
}

bool canCompare(std::span<const float> a, std::span<const float> b) {
    return a.size() == b.size() && hasOrder(a) && hasOrder(b);
}

// How far each cell belongs to the `count` strongest ones: 1, 0, or a part for those that tie at the edge.
std::vector<double> membership(std::span<const float> values, std::size_t count) {
    std::vector<float> sorted(values.begin(), values.end());
    std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(count - 1), std::greater<>());
    const float edge = sorted[count - 1];
    const auto above = static_cast<double>(std::ranges::count_if(values, [&](float value) { return value > edge; }));
    const auto ties = static_cast<double>(std::ranges::count(values, edge));
    const double part = (static_cast<double>(count) - above) / ties;
    std::vector<double> members(values.size());
    std::ranges::transform(values, members.begin(), [&](float value) {
        return value > edge ? 1.0 : value == edge ? part : 0.0;
    });
    return members;
}

} // namespace

std::vector<double> averageRanks(std::span<const float> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        const double rank = static_cast<double>(first + 1 + end) / 2;
        for (; first < end; ++first)
            ranks[order[first]] = rank;
    }
    return ranks;
}

std::optional<double> rankCorrelation(std::span<const float> a, std::span<const float> b) {
    if (!canCompare(a, b))
        return std::nullopt;
    const std::vector<double> ranksA = averageRanks(a);
    const std::vector<double> ranksB = averageRanks(b);
    const double mean = (static_cast<double>(a.size()) + 1) / 2;
    double together = 0;
    double squareA = 0;
    double squareB = 0;
    for (std::size_t i = 0; i < ranksA.size(); ++i) {
        together += (ranksA[i] - mean) * (ranksB[i] - mean);
        squareA += (ranksA[i] - mean) * (ranksA[i] - mean);
        squareB += (ranksB[i] - mean) * (ranksB[i] - mean);
    }
    return std::clamp(together / std::sqrt(squareA * squareB), -1.0, 1.0);
}

std::optional<double> topShared(std::span<const float> a, std::span<const float> b, double share) {
    if (!canCompare(a, b))
        return std::nullopt;
    const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(a.size())));
    const std::size_t count = std::clamp<std::size_t>(wanted, 1, a.size());
    const std::vector<double> inA = membership(a, count);
    const std::vector<double> inB = membership(b, count);
    double shared = 0;
    for (std::size_t i = 0; i < inA.size(); ++i)
        shared += std::min(inA[i], inB[i]);
    return shared / static_cast<double>(count);
}

} // namespace triptych::numerics
