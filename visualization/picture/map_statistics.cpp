// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/map_statistics.h"

#include <algorithm>
#include <cmath>

namespace triptych::picture {

MapStatistics mapStatistics(std::span<const float> values) {
    MapStatistics found;
    bool any = false;
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++found.notFinite;
            continue;
        }
        found.minimum = any ? std::min(found.minimum, value) : value;
        found.maximum = any ? std::max(found.maximum, value) : value;
        found.sum += value;
        any = true;
    }
    return found;
}

float rangeEnd(const MapStatistics& statistics, bool isSigned) {
    const float end =
        isSigned ? std::max(std::abs(statistics.minimum), std::abs(statistics.maximum)) : statistics.maximum;
    return std::max(end, 0.0f);
}

} // namespace triptych::picture
