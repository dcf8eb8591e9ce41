// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace triptych::metrics {

namespace {

double norm(std::span<const float> values) {
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(sum);
}

double distance(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (static_cast<double>(a[i]) - static_cast<double>(b[i])) *
               (static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return std::sqrt(sum);
}

std::string noiseText(double radius) {
    char text[48];
    std::snprintf(text, sizeof text, "uniform noise up to %g", radius);
    return text;
}

} // namespace

const MetricDescriptor& sensitivityDescriptor() {
    static const MetricDescriptor metric{
        "sensitivity",
        "Sensitivity, maximal",
        "How much the map changes when the input hardly does; lower is better.",
        "10 draws of uniform noise up to 0.02 in every value of the preprocessed input; the largest relative change of "
        "the map in Euclidean norm.",
        {}};
    return metric;
}

Result<QualityFigure> sensitivity(std::span<const float> map, Modality modality, const NoisyMap& noisy,
                                  const SensitivityOptions& options, const Monitor& monitor) {
    const double length = norm(map);
    if (length == 0.0)
        return fail(ErrorCode::InvalidInput, "The map is zero everywhere, so that a relative change has no meaning.",
                    std::string(toString(modality)));
    QualityFigure figure;
    for (int draw = 0; draw < options.draws; ++draw) {
        monitor.report("sensitivity", draw, options.draws);
        const auto changed = monitor.check().and_then([&] { return noisy(draw); });
        if (!changed)
            return Failure(changed.error());
        if (changed->size() != map.size())
            return fail(ErrorCode::Internal, "The map of the noisy input has another size.",
                        std::string(toString(modality)));
        figure.value = std::max(figure.value, distance(map, *changed) / length);
    }
    figure.metric = "sensitivity";
    figure.modality = modality;
    figure.better = Better::Lower;
    figure.protocol = {"", noiseText(options.radius), "", options.target, options.draws, options.seed};
    return figure;
}

} // namespace triptych::metrics
