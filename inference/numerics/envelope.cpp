// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/envelope.h"

#include <algorithm>
#include <cstddef>

namespace triptych::numerics {

std::vector<Peaks> peakEnvelope(std::span<const float> samples, std::int64_t from, std::int64_t to, int columns) {
    std::vector<Peaks> envelope(static_cast<std::size_t>(std::max(0, columns)));
    const std::int64_t length = to - from;
    if (length <= 0)
        return envelope;
    const auto count = static_cast<std::int64_t>(samples.size());
    for (int column = 0; column < columns; ++column) {
        const std::int64_t start = from + length * column / columns;
        const std::int64_t end = std::max(start + 1, from + length * (column + 1) / columns);
        const std::int64_t first = std::clamp<std::int64_t>(start, 0, count);
        const std::int64_t last = std::clamp<std::int64_t>(end, first, count);
        if (first == last)
            continue;
        const auto part = samples.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
        const auto [lowest, highest] = std::minmax_element(part.begin(), part.end());
        envelope[static_cast<std::size_t>(column)] = {*lowest, *highest};
    }
    return envelope;
}

} // namespace triptych::numerics
