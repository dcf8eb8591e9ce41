// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/rollout.h"

#include <cassert>
#include <numeric>

namespace triptych::numerics {

Matrix withResidual(MatrixView attention) {
    assert(attention.rows == attention.cols);
    Matrix result = identity(attention.rows);
    add(result, attention);
    for (std::size_t r = 0; r < result.rows; ++r) {
        const auto row = result.row(r);
        // At least 1: the identity is in it.
        const float sum = std::accumulate(row.begin(), row.end(), 0.0f);
        for (float& value : row)
            value /= sum;
    }
    return result;
}

void rollOver(Matrix& rollout, MatrixView attention) {
    rollout = product(withResidual(attention), rollout);
}

} // namespace triptych::numerics
