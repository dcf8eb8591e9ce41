// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace triptych::embedding {

// Every n-th row of a table, at most `most`, in order.
[[nodiscard]] inline std::vector<std::int64_t> drawnRows(std::int64_t rows, std::int64_t most) {
    const std::int64_t count = std::min(rows, most);
    std::vector<std::int64_t> drawn(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
        drawn[static_cast<std::size_t>(i)] = i * rows / count;
    return drawn;
}

} // namespace triptych::embedding
