// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/randomisation.h"

#include <algorithm>
#include <cmath>

#include "inference/numerics/map_agreement.h"

namespace triptych::metrics {

namespace {

Result<double> likenessAfter(std::span<const float> map, std::size_t count, const ResetMap& resetMap,
                             const RandomisationOptions& options, const Monitor& monitor) {
    double sum = 0;
    for (int reset = 0; reset < options.resets; ++reset) {
        const auto changed =
            monitor.check().and_then([&] { return resetMap(count, options.seed + static_cast<std::uint64_t>(reset)); });
        if (!changed)
            return Failure(changed.error());
        if (changed->size() != map.size())
            return fail(ErrorCode::InvalidInput,
                        "The map of the reset model has another size, so the two cannot be compared; this happens "
                        "where the output decides what is explained.");
        if (!std::ranges::all_of(*changed, [](float value) { return std::isfinite(value); }))
            return fail(ErrorCode::InvalidInput, "The map of the reset model holds values that are not finite.");
        // A map that has become the same everywhere has no order left.
        sum += std::abs(numerics::rankCorrelation(map, *changed).value_or(0.0));
    }
    return sum / options.resets;
}

} // namespace

const MetricDescriptor& randomisationDescriptor() {
    static const MetricDescriptor metric{
        "randomisation",
        "Parameter randomisation",
        "How alike the map stays when the model's layers are reset one after another; it should not.",
        "Layers are reset cumulatively from the output down, free parameters too, by shuffling the values of every "
        "tensor; |Spearman| of the maps, mean of 3 seeds; a map fails above 0.3 after all were reset.",
        {}};
    return metric;
}

Result<Randomisation> randomisation(std::span<const float> map, Modality modality,
                                    const std::vector<std::string>& layers, const ResetMap& resetMap,
                                    const RandomisationOptions& options,
                                    const std::function<void(const Randomisation&)>& grown, const Monitor& monitor) {
    if (map.size() < 2 || std::ranges::all_of(map, [&](float value) { return value == map.front(); }))
        return fail(ErrorCode::InvalidInput, "The map is the same everywhere, so its order cannot be compared.",
                    std::string(toString(modality)));
    Randomisation result;
    result.modality = modality;
    result.stepCount = static_cast<int>(layers.size());
    result.limit = options.limit;
    result.protocol = {"from the output down, cumulative",
                       "shuffled values",
                       "one layer",
                       options.target,
                       options.resets,
                       options.seed};
    for (std::size_t count = 1; count <= layers.size(); ++count) {
        monitor.report("randomisation", static_cast<std::int64_t>(count - 1), static_cast<std::int64_t>(layers.size()));
        const auto likeness = likenessAfter(map, count, resetMap, options, monitor);
        if (!likeness)
            return Failure(likeness.error());
        result.steps.push_back({layers[count - 1], *likeness});
        if (grown)
            grown(result);
    }
    return result;
}

} // namespace triptych::metrics
