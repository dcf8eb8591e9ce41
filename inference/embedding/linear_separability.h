// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// Balanced accuracy with which a plane, found by logistic regression on every other row, tells the remaining rows of
// two tables of one width apart: 0.5 by chance, 1 where they are parted. At most 1,000 rows of each are drawn evenly.
// Nothing with fewer than four rows of either.
[[nodiscard]] std::optional<double> linearSeparability(const VectorTable& first, const VectorTable& second);

} // namespace triptych::embedding
