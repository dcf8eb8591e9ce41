// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// Every n-th row of a table, at most `most`, in order.
[[nodiscard]] inline std::vector<std::int64_t> drawnRows(std::int64_t rows, std::int64_t most) {
    const std::int64_t count = std::min(rows, most);
    std::vector<std::int64_t> drawn(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i)
        drawn[static_cast<std::size_t>(i)] = i * rows / count;
    return drawn;
}

// Those rows themselves, [drawn, width].
[[nodiscard]] inline FloatArray drawnVectors(const VectorTable& table, std::int64_t most) {
    const std::vector<std::int64_t> drawn = drawnRows(table.rows, most);
    FloatArray vectors({static_cast<std::int64_t>(drawn.size()), table.width});
    for (std::size_t i = 0; i < drawn.size(); ++i)
        std::ranges::copy(table.row(drawn[i]), vectors.row({static_cast<std::int64_t>(i)}).begin());
    return vectors;
}

} // namespace triptych::embedding
