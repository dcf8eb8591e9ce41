// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/energy_pointing.h"

#include <algorithm>

namespace triptych::metrics {

const MetricDescriptor& energyPointingDescriptor() {
    static const MetricDescriptor metric{
        "energy_pointing",
        "Energy in the mask",
        "Share of a word's positive relevance that lies on what it names.",
        "The word's row of the links to the image; negative values count as 0; a patch is inside when its centre is; "
        "scenes with at least two objects; chance is the share of patches inside.",
        {}};
    return metric;
}

Localised energyPointing(std::span<const float> map, const std::vector<bool>& inside) {
    double total = 0;
    double within = 0;
    for (std::size_t i = 0; i < map.size(); ++i) {
        const double value = std::max(static_cast<double>(map[i]), 0.0);
        total += value;
        within += inside[i] ? value : 0.0;
    }
    return {total > 0 ? within / total : 0.0, shareInside(inside)};
}

} // namespace triptych::metrics
