// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/matching.h"

namespace triptych::metrics {

namespace {

MetricDescriptor describeMatching() {
    MetricDescriptor metric;
    metric.id = "matching";
    metric.label = "Matching on hard negatives";
    metric.summary = "How often the true caption scores above the same caption with one thing changed.";
    metric.protocol =
        "Matching head on one picture and two captions; the negative is checked false against the scene; one "
        "figure per kind of change; chance 0.5.";
    return metric;
}

} // namespace

const MetricDescriptor& matchingDescriptor() {
    static const MetricDescriptor metric = describeMatching();
    return metric;
}

Answers matching(double trueScore, double negativeScore) {
    return {{trueScore > negativeScore ? 1.0f : 0.0f}, {0.5f}, {}};
}

} // namespace triptych::metrics
