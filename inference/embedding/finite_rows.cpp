// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/finite_rows.h"

#include <algorithm>
#include <cmath>

namespace triptych::embedding {

std::optional<std::int64_t> firstNonFiniteRow(const VectorTable& table) {
    const auto bad = std::ranges::find_if(table.values, [](float value) { return !std::isfinite(value); });
    if (bad == table.values.end())
        return std::nullopt;
    return (bad - table.values.begin()) / table.width;
}

Result<void> checkFinite(const VectorTable& table, const std::string& of) {
    const auto row = firstNonFiniteRow(table);
    if (!row)
        return {};
    return fail(ErrorCode::NotFinite,
                "A vector holds values that are not numbers; embed this item again or leave it out.",
                of + (of.empty() ? "row " : ", row ") + std::to_string(*row));
}

} // namespace triptych::embedding
