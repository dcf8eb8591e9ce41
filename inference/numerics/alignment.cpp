// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/alignment.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

namespace triptych::numerics {

namespace {

enum class Step : std::uint8_t { Both, Row, Col };

} // namespace

std::vector<AlignedCell> cheapestPath(MatrixView cost) {
    if (cost.rows == 0 || cost.cols == 0)
        return {};
    constexpr double unreachable = std::numeric_limits<double>::infinity();
    // One more row and column before the first, of which only the corner can be left.
    const std::size_t width = cost.cols + 1;
    std::vector<double> above(width, unreachable);
    std::vector<double> current(width, unreachable);
    std::vector<Step> steps(cost.rows * cost.cols, Step::Both);
    above[0] = 0;
    for (std::size_t r = 0; r < cost.rows; ++r) {
        current[0] = unreachable;
        for (std::size_t c = 0; c < cost.cols; ++c) {
            const std::array sums{above[c], above[c + 1], current[c]};
            const auto best = std::ranges::min_element(sums) - sums.begin();
            steps[r * cost.cols + c] = static_cast<Step>(best);
            current[c + 1] = sums[static_cast<std::size_t>(best)] + static_cast<double>(cost.row(r)[c]);
        }
        std::swap(above, current);
    }
    std::vector<AlignedCell> path{{cost.rows - 1, cost.cols - 1}};
    while (path.back() != AlignedCell{}) {
        AlignedCell cell = path.back();
        const Step step = steps[cell.row * cost.cols + cell.col];
        // At the edges there is one way only, whatever the costs are.
        const bool staysInRow = cell.row == 0 || (step == Step::Col && cell.col > 0);
        const bool staysInCol = cell.col == 0 || (step == Step::Row && cell.row > 0);
        if (!staysInRow)
            --cell.row;
        if (!staysInCol)
            --cell.col;
        path.push_back(cell);
    }
    std::ranges::reverse(path);
    return path;
}

std::vector<std::size_t> rowStarts(const std::vector<AlignedCell>& path) {
    std::vector<std::size_t> starts;
    for (const AlignedCell& cell : path)
        if (cell.row == starts.size())
            starts.push_back(cell.col);
    return starts;
}

Matrix medianOfRows(MatrixView values, std::size_t width) {
    assert(width % 2 == 1);
    Matrix result(values.rows, values.cols);
    const std::size_t half = width / 2;
    std::vector<float> window(width);
    for (std::size_t r = 0; r < values.rows; ++r) {
        const auto from = values.row(r);
        const auto to = result.row(r);
        std::ranges::copy(from, to.begin());
        if (values.cols <= half)
            continue;
        for (std::size_t c = 0; c < values.cols; ++c) {
            for (std::size_t k = 0; k < width; ++k) {
                // Mirrored without repeating the ends.
                const std::size_t before = c + k < half ? half - c - k : c + k - half;
                window[k] = from[before < values.cols ? before : 2 * (values.cols - 1) - before];
            }
            std::ranges::nth_element(window, window.begin() + static_cast<std::ptrdiff_t>(half));
            to[c] = window[half];
        }
    }
    return result;
}

Matrix standardizedColumns(MatrixView values) {
    Matrix result(values.rows, values.cols);
    const auto count = static_cast<double>(values.rows);
    for (std::size_t c = 0; c < values.cols; ++c) {
        double sum = 0;
        double squares = 0;
        for (std::size_t r = 0; r < values.rows; ++r)
            sum += static_cast<double>(values.row(r)[c]);
        const double mean = sum / count;
        for (std::size_t r = 0; r < values.rows; ++r)
            squares += (static_cast<double>(values.row(r)[c]) - mean) * (static_cast<double>(values.row(r)[c]) - mean);
        const double deviation = std::sqrt(squares / count);
        for (std::size_t r = 0; r < values.rows && deviation > 0; ++r)
            result.row(r)[c] = static_cast<float>((static_cast<double>(values.row(r)[c]) - mean) / deviation);
    }
    return result;
}

} // namespace triptych::numerics
