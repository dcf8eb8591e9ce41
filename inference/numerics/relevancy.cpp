// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/relevancy.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace triptych::numerics {

Matrix gradientWeighted(std::span<const float> attention, std::span<const float> gradient, std::size_t heads,
                        std::size_t queries, std::size_t keys) {
    const std::size_t size = queries * keys;
    assert(attention.size() == heads * size && gradient.size() == heads * size);
    Matrix result(queries, keys);
    for (std::size_t head = 0; head < heads; ++head)
        for (std::size_t i = 0; i < size; ++i)
            result.values[i] += std::max(attention[head * size + i] * gradient[head * size + i], 0.0f);
    for (float& value : result.values)
        value /= static_cast<float>(heads);
    return result;
}

Matrix selfAddition(MatrixView abar, MatrixView relevancy) {
    return product(abar, relevancy);
}

Matrix normalised(const Matrix& relevancy) {
    assert(relevancy.rows == relevancy.cols);
    Matrix result = relevancy;
    for (std::size_t r = 0; r < result.rows; ++r) {
        const auto row = result.row(r);
        row[r] -= 1.0f;
        const float sum = std::accumulate(row.begin(), row.end(), 0.0f);
        if (sum != 0.0f)
            for (float& value : row)
                value /= sum;
        row[r] += 1.0f;
    }
    return result;
}

Matrix crossAddition(const Matrix& queryRelevancy, MatrixView abar, const Matrix& keyRelevancy) {
    const Matrix read = product(abar, normalised(keyRelevancy));
    return product(transposed(normalised(queryRelevancy)), read);
}

Matrix passedOnAddition(MatrixView abar, MatrixView keyRelevancy) {
    return product(abar, keyRelevancy);
}

} // namespace triptych::numerics
