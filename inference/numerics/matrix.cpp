// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/matrix.h"

#include <algorithm>
#include <cassert>

namespace triptych::numerics {

namespace {

// 64 rows of b at 512 floats are 128 KiB: they stay in the second-level cache while all rows of a pass over them.
constexpr std::size_t innerBlock = 64;
constexpr std::size_t columnBlock = 512;

// Eight at a time, so that the compiler takes vector instructions without asking about aliasing or the length.
void axpy(float factor, const float* __restrict x, float* __restrict y, std::size_t n) {
    constexpr std::size_t lanes = 8;
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            y[i + lane] += factor * x[i + lane];
    for (; i < n; ++i)
        y[i] += factor * x[i];
}

} // namespace

Matrix identity(std::size_t n) {
    Matrix result(n, n);
    for (std::size_t i = 0; i < n; ++i)
        result.at(i, i) = 1.0f;
    return result;
}

Matrix transposed(MatrixView a) {
    Matrix result(a.cols, a.rows);
    for (std::size_t r = 0; r < a.rows; ++r)
        for (std::size_t c = 0; c < a.cols; ++c)
            result.at(c, r) = a.at(r, c);
    return result;
}

Matrix product(MatrixView a, MatrixView b) {
    assert(a.cols == b.rows);
    Matrix result(a.rows, b.cols);
    for (std::size_t column = 0; column < b.cols; column += columnBlock) {
        const std::size_t width = std::min(columnBlock, b.cols - column);
        for (std::size_t inner = 0; inner < a.cols; inner += innerBlock) {
            const std::size_t innerEnd = std::min(inner + innerBlock, a.cols);
            for (std::size_t r = 0; r < a.rows; ++r) {
                float* out = result.values.data() + r * result.cols + column;
                for (std::size_t k = inner; k < innerEnd; ++k)
                    axpy(a.at(r, k), b.values.data() + k * b.cols + column, out, width);
            }
        }
    }
    return result;
}

std::vector<float> weightedRows(std::span<const float> weights, MatrixView a) {
    assert(weights.size() == a.rows);
    std::vector<float> result(a.cols, 0.0f);
    for (std::size_t r = 0; r < a.rows; ++r)
        if (weights[r] != 0.0f)
            axpy(weights[r], a.row(r).data(), result.data(), a.cols);
    return result;
}

void add(Matrix& target, MatrixView addend) {
    assert(target.rows == addend.rows && target.cols == addend.cols);
    axpy(1.0f, addend.values.data(), target.values.data(), addend.values.size());
}

} // namespace triptych::numerics
