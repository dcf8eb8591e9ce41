// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// The first row that holds NaN or an infinity.
[[nodiscard]] std::optional<std::int64_t> firstNonFiniteRow(const VectorTable& table);

// NotFinite names that row, as "row 3" behind `of` where that is not empty.
[[nodiscard]] Result<void> checkFinite(const VectorTable& table, const std::string& of = {});

} // namespace triptych::embedding
