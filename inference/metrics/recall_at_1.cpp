// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/recall_at_1.h"

#include <algorithm>
#include <cassert>

#include "inference/numerics/ranking.h"

namespace triptych::metrics {

namespace {

MetricDescriptor describeRecall() {
    MetricDescriptor metric;
    metric.id = "recall_at_1";
    metric.label = "Recall at 1";
    metric.summary = "How often the picture that a caption describes is found first among 100.";
    metric.protocol =
        "Joint embeddings; mean over pools of 100 scenes; the ceiling counts captions that fit several scenes of "
        "their pool; chance is 1 in the pool.";
    return metric;
}

} // namespace

const MetricDescriptor& recallAt1Descriptor() {
    static const MetricDescriptor metric = describeRecall();
    return metric;
}

Answers recallAt1(const FloatArray& scores, std::size_t poolSize, const Fits& fits) {
    assert(scores.rank() == 2 && scores.extent(0) == scores.extent(1));
    const auto count = static_cast<std::size_t>(scores.extent(0));
    const std::size_t size = std::min(poolSize, count);
    Answers answers;
    for (std::size_t begin = 0; size > 0 && begin + size <= count; begin += size)
        for (std::size_t query = begin; query < begin + size; ++query) {
            const auto row = scores.row({static_cast<std::int64_t>(query)}).subspan(begin, size);
            std::size_t fitting = 0;
            for (std::size_t item = begin; item < begin + size; ++item)
                fitting += item == query || fits(query, item) ? 1 : 0;
            answers.values.push_back(numerics::rankOf(row, query - begin) == 1 ? 1.0f : 0.0f);
            answers.chances.push_back(1.0f / static_cast<float>(size));
            answers.ceilings.push_back(1.0f / static_cast<float>(fitting));
        }
    return answers;
}

} // namespace triptych::metrics
