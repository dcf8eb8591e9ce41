// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/metric.h"

#include <numeric>

#include "inference/numerics/interval.h"

namespace triptych::metrics {

namespace {

double meanOf(const std::vector<float>& values) {
    return values.empty() ? 0.0
                          : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

void appendTo(std::vector<float>& values, const std::vector<float>& more) {
    values.insert(values.end(), more.begin(), more.end());
}

} // namespace

void Answers::append(const Answers& more) {
    appendTo(values, more.values);
    appendTo(chances, more.chances);
    appendTo(ceilings, more.ceilings);
}

Figure summarise(const Answers& answers, std::uint64_t seed) {
    const numerics::MeanInterval interval = numerics::bootstrapMean(answers.values, seed);
    Figure figure;
    figure.count = static_cast<std::int64_t>(answers.values.size());
    figure.mean = interval.mean;
    figure.low = interval.low;
    figure.high = interval.high;
    if (!answers.chances.empty())
        figure.chance = meanOf(answers.chances);
    if (!answers.ceilings.empty())
        figure.ceiling = meanOf(answers.ceilings);
    return figure;
}

} // namespace triptych::metrics
