// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/matrix.h"

#include <algorithm>
#include <cassert>

namespace triptych::numerics {

namespace {

// 64 rows of b at 512 floats are 128 KiB: they stay in the second-level cache while all rows of a pass over them.
constexpr std::size_t innerBlock = 64;
constexpr std::size_t columnBlock = 512;
constexpr std::size_t lanes = 8;

// Eight at a time, so that the compiler takes vector instructions without asking about aliasing or the length.
void axpy(float factor, const float* __restrict x, float* __restrict y, std::size_t n) {
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            y[i + lane] += factor * x[i + lane];
    for (; i < n; ++i)
        y[i] += factor * x[i];
}

// Four rows of b at once, so that every element of the result is loaded and stored a quarter as often.
void axpyFour(const float* factors, const float* __restrict x, std::size_t stride, float* __restrict y, std::size_t n) {
    const float* __restrict x1 = x + stride;
    const float* __restrict x2 = x1 + stride;
    const float* __restrict x3 = x2 + stride;
    const float f0 = factors[0];
    const float f1 = factors[1];
    const float f2 = factors[2];
    const float f3 = factors[3];
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes)
        for (std::size_t lane = i; lane < i + lanes; ++lane)
            y[lane] += f0 * x[lane] + f1 * x1[lane] + f2 * x2[lane] + f3 * x3[lane];
    for (; i < n; ++i)
        y[i] += f0 * x[i] + f1 * x1[i] + f2 * x2[i] + f3 * x3[i];
}

// out [width] += factors [count] times rows of b.
void addRows(std::span<const float> factors, const float* b, std::size_t stride, float* out, std::size_t width) {
    std::size_t k = 0;
    for (; k + 4 <= factors.size(); k += 4)
        axpyFour(factors.data() + k, b + k * stride, stride, out, width);
    for (; k < factors.size(); ++k)
        axpy(factors[k], b + k * stride, out, width);
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
            const std::size_t depth = std::min(innerBlock, a.cols - inner);
            const float* block = b.values.data() + inner * b.cols + column;
            for (std::size_t r = 0; r < a.rows; ++r)
                addRows(a.row(r).subspan(inner, depth), block, b.cols, result.row(r).data() + column, width);
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
