// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "inference/contract/descriptor.h"
#include "inference/contract/quality.h"

namespace triptych::metrics {

[[nodiscard]] const MetricDescriptor& randomisationDescriptor();

// The map of the model whose first `count` layers, from the output down, were reset with this seed.
using ResetMap = std::function<Result<std::vector<float>>(std::size_t count, std::uint64_t seed)>;

struct RandomisationOptions {
    int resets = 3;
    double limit = 0.3;
    std::uint64_t seed = 0;
    std::string target;
};

// Adebayo et al. 2018, cumulative from the output down, by |Spearman| between the maps as they are, mean over the
// seeds. `grown` hears of every step. A zero map is InvalidInput: it orders nothing, so it could not fail.
[[nodiscard]] Result<Randomisation> randomisation(std::span<const float> map, Modality modality,
                                                  const std::vector<std::string>& layers, const ResetMap& resetMap,
                                                  const RandomisationOptions& options,
                                                  const std::function<void(const Randomisation&)>& grown,
                                                  const Monitor& monitor);

} // namespace triptych::metrics
