// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "inference/contract/descriptor.h"
#include "inference/contract/quality.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& sensitivityDescriptor();

// The map of the input after noise was added; the same draw gives the same noise.
using NoisyMap = std::function<Result<std::vector<float>>(int draw)>;

struct SensitivityOptions {
    int draws = 10;
    double radius = 0.02; // of the uniform noise in every coordinate; for the protocol
    std::uint64_t seed = 0;
    std::string target;
};

// Yeh et al. 2019, max-sensitivity: the largest |noisy map - map| / |map| (Euclidean norms) over the draws.
// InvalidInput for a zero map.
[[nodiscard]] Result<QualityFigure> sensitivity(std::span<const float> map, Modality modality, const NoisyMap& noisy,
                                                const SensitivityOptions& options, const Monitor& monitor);

} // namespace triptych::metrics
