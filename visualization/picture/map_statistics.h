// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace triptych::picture {

// The raw figures of a map that every legend shows.
struct MapStatistics {
    float minimum = 0;
    float maximum = 0;
    double sum = 0;
    // Values that are no finite number; they take no part in the rest.
    int notFinite = 0;

    bool operator==(const MapStatistics&) const = default;
};

[[nodiscard]] MapStatistics mapStatistics(std::span<const float> values);

// Upper end of the colours' range for one map: its maximum, 0 where nothing is positive; for signed maps the largest
// magnitude. A map without any strength has the end 0 and stays invisible.
[[nodiscard]] float rangeEnd(const MapStatistics& statistics, bool isSigned);

} // namespace triptych::picture
