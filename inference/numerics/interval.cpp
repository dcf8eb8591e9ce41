// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace triptych::numerics {

namespace {

// The standard's distributions differ between libraries; the engine itself does not.
double resampledMean(std::span<const float> values, std::mt19937_64& random) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        sum += values[random() % values.size()];
    return sum / static_cast<double>(values.size());
}

double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(position))];
}

} // namespace

MeanInterval bootstrapMean(std::span<const float> values, std::uint64_t seed, int resamples, double level) {
    if (values.empty())
        return {};
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    if (resamples < 1)
        return {mean, mean, mean};
    std::mt19937_64 random(seed);
    std::vector<double> means(static_cast<std::size_t>(resamples));
    for (double& value : means)
        value = resampledMean(values, random);
    std::ranges::sort(means);
    const double tail = (1.0 - level) / 2.0;
    return {mean, quantile(means, tail), quantile(means, 1.0 - tail)};
}

} // namespace triptych::numerics
