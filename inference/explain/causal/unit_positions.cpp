// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/unit_positions.h"

#include <string>

namespace triptych::explain {

int unitCount(const Segments& segments, Modality modality) {
    int count = 0;
    for (const AxisSegment& segment : segments)
        if (segment.modality == modality)
            count += segment.count;
    return count;
}

Result<std::vector<std::int64_t>> positionsOf(const Segments& segments, const UnitSet& set) {
    std::vector<std::int64_t> all;
    for (const AxisSegment& segment : segments)
        for (int unit = 0; segment.modality == set.modality && unit < segment.count; ++unit)
            all.push_back(segment.begin + unit);
    const std::string modality(toString(set.modality));
    if (all.empty())
        return fail(ErrorCode::InvalidInput, "There are no units of " + modality + " here.", toString(set));
    if (set.units.empty())
        return all;
    std::vector<std::int64_t> positions;
    for (const int unit : set.units) {
        if (unit < 0 || static_cast<std::size_t>(unit) >= all.size())
            return fail(ErrorCode::InvalidInput,
                        "There is no unit " + std::to_string(unit) + " of " + modality + "; they go from 0 to " +
                            std::to_string(all.size() - 1) + ".",
                        toString(set));
        positions.push_back(all[static_cast<std::size_t>(unit)]);
    }
    return positions;
}

} // namespace triptych::explain
