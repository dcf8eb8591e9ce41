// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::numerics {

// A dense row-major [rows, cols] matrix that somebody else owns.
struct MatrixView {
    std::span<const float> values;
    std::size_t rows = 0;
    std::size_t cols = 0;

    [[nodiscard]] std::span<const float> row(std::size_t r) const { return values.subspan(r * cols, cols); }
    [[nodiscard]] float at(std::size_t r, std::size_t c) const { return values[r * cols + c]; }
};

// The same, owning its values.
struct Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::vector<float> values;

    Matrix() = default;
    Matrix(std::size_t rowCount, std::size_t colCount)
        : rows(rowCount)
        , cols(colCount)
        , values(rowCount * colCount, 0.0f) {}

    operator MatrixView() const { return {values, rows, cols}; }
    [[nodiscard]] std::span<float> row(std::size_t r) { return std::span<float>(values).subspan(r * cols, cols); }
    [[nodiscard]] std::span<const float> row(std::size_t r) const { return MatrixView(*this).row(r); }
    [[nodiscard]] float& at(std::size_t r, std::size_t c) { return values[r * cols + c]; }
    [[nodiscard]] float at(std::size_t r, std::size_t c) const { return values[r * cols + c]; }

    bool operator==(const Matrix&) const = default;
};

[[nodiscard]] Matrix identity(std::size_t n);
[[nodiscard]] Matrix transposed(MatrixView a);

// a [m, k] times b [k, n] -> [m, n].
[[nodiscard]] Matrix product(MatrixView a, MatrixView b);

// weights [m] times a [m, n] -> [n].
[[nodiscard]] std::vector<float> weightedRows(std::span<const float> weights, MatrixView a);

// target += addend, of the same shape.
void add(Matrix& target, MatrixView addend);

} // namespace triptych::numerics
