// SPDX-License-Identifier: GPL-3.0-or-later
// Two sequences laid along each other: when is each token spoken?
#pragma once

#include <vector>

#include "inference/numerics/matrix.h"

namespace triptych::numerics {

struct AlignedCell {
    std::size_t row = 0;
    std::size_t col = 0;

    bool operator==(const AlignedCell&) const = default;
};

// Dynamic time warping: the path from the first cell to the last of costs [rows, cols] with the smallest sum, in steps
// of one row, one column or both. Of equal ways the diagonal is taken. Empty for an empty matrix.
[[nodiscard]] std::vector<AlignedCell> cheapestPath(MatrixView cost);

// The first column that a path visits in every row, ascending.
[[nodiscard]] std::vector<std::size_t> rowStarts(const std::vector<AlignedCell>& path);

// Every value becomes the median of the `width` values around it in its row; the row is mirrored at its ends. `width`
// is odd; a row that is not longer than half of it stays as it is.
[[nodiscard]] Matrix medianOfRows(MatrixView values, std::size_t width);

// Every column with mean 0 and deviation 1 over the rows; a constant column becomes 0.
[[nodiscard]] Matrix standardizedColumns(MatrixView values);

} // namespace triptych::numerics
