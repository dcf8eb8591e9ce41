// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cassert>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Writes `source` into `target` with its first element at (row, column).
inline void copyBlock(const Matrix& source, Matrix& target, std::size_t row, std::size_t column) {
    assert(row + source.rows <= target.rows && column + source.cols <= target.cols);
    for (std::size_t r = 0; r < source.rows; ++r)
        std::ranges::copy(source.row(r), target.row(row + r).subspan(column).begin());
}

} // namespace triptych::numerics
