// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/shapley.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace triptych::numerics {

namespace {

// Normal equations of a weighted least squares problem.
class NormalEquations {
public:
    explicit NormalEquations(std::size_t unknowns)
        : m_unknowns(unknowns)
        , m_matrix(unknowns * unknowns)
        , m_right(unknowns) {}

    void add(std::span<const double> row, double target, double weight) {
        for (std::size_t i = 0; i < m_unknowns; ++i) {
            if (row[i] == 0)
                continue;
            const double scaled = weight * row[i];
            m_right[i] += scaled * target;
            for (std::size_t j = 0; j < m_unknowns; ++j)
                m_matrix[i * m_unknowns + j] += scaled * row[j];
        }
    }
    [[nodiscard]] std::vector<double> solve(double ridge) && {
        return solveSymmetric(std::move(m_matrix), std::move(m_right), ridge);
    }

private:
    std::size_t m_unknowns;
    std::vector<double> m_matrix;
    std::vector<double> m_right;
};

PlayerMask complementOf(const PlayerMask& mask) {
    PlayerMask complement(mask.size());
    std::ranges::transform(mask, complement.begin(), [](std::uint8_t present) { return present == 0 ? 1 : 0; });
    return complement;
}

// -1 for absent, 1 for present players, in rows.
std::vector<double> signsOf(std::span<const PlayerMask> masks) {
    std::vector<double> signs;
    for (const PlayerMask& mask : masks)
        for (const std::uint8_t present : mask)
            signs.push_back(present != 0 ? 1 : -1);
    return signs;
}

} // namespace

std::vector<double> solveSymmetric(std::vector<double> matrix, std::vector<double> right, double ridge) {
    const std::size_t n = right.size();
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
        matrix[i * n + i] += ridge;
        largest = std::max(largest, matrix[i * n + i]);
    }
    const double negligible = largest * 1e-12;
    for (std::size_t j = 0; j < n; ++j) {
        double pivot = matrix[j * n + j];
        for (std::size_t k = 0; k < j; ++k)
            pivot -= matrix[j * n + k] * matrix[j * n + k];
        const double root = pivot > negligible ? std::sqrt(pivot) : 0;
        matrix[j * n + j] = root;
        for (std::size_t i = j + 1; i < n; ++i) {
            double sum = matrix[i * n + j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= matrix[i * n + k] * matrix[j * n + k];
            matrix[i * n + j] = root > 0 ? sum / root : 0;
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            right[i] -= matrix[i * n + k] * right[k];
        right[i] = matrix[i * n + i] > 0 ? right[i] / matrix[i * n + i] : 0;
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k)
            right[i] -= matrix[k * n + i] * right[k];
        right[i] = matrix[i * n + i] > 0 ? right[i] / matrix[i * n + i] : 0;
    }
    return right;
}

std::vector<PlayerMask> shapleyCoalitions(std::size_t players, std::size_t count, std::uint64_t seed) {
    std::vector<PlayerMask> masks;
    if (players < 2)
        return masks;
    std::vector<double> weights;
    for (std::size_t size = 1; size < players; ++size)
        weights.push_back(1.0 / (static_cast<double>(size) * static_cast<double>(players - size)));
    std::mt19937_64 random(seed);
    std::discrete_distribution<std::size_t> sizes(weights.begin(), weights.end());
    std::vector<std::size_t> order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    while (masks.size() < count) {
        const std::size_t size = sizes(random) + 1;
        std::ranges::shuffle(order, random);
        PlayerMask mask(players, 0);
        for (std::size_t i = 0; i < size; ++i)
            mask[order[i]] = 1;
        masks.push_back(mask);
        masks.push_back(complementOf(mask));
    }
    return masks;
}

std::vector<double> kernelShapley(std::span<const PlayerMask> masks, std::span<const double> values, double valueOfAll,
                                  double valueOfNone) {
    const double whole = valueOfAll - valueOfNone;
    const std::size_t players = masks.empty() ? 0 : masks.front().size();
    if (players == 0)
        return {};
    // The last player's value is what the others leave of the whole.
    NormalEquations equations(players - 1);
    std::vector<double> row(players - 1);
    for (std::size_t c = 0; c < masks.size(); ++c) {
        const double last = masks[c].back();
        for (std::size_t i = 0; i + 1 < players; ++i)
            row[i] = masks[c][i] - last;
        equations.add(row, values[c] - valueOfNone - last * whole, 1);
    }
    std::vector<double> result = std::move(equations).solve(0);
    result.push_back(whole - std::accumulate(result.begin(), result.end(), 0.0));
    return result;
}

std::vector<double> limeWeights(std::span<const PlayerMask> masks, std::span<const double> values, double width,
                                double ridge) {
    const std::size_t players = masks.empty() ? 0 : masks.front().size();
    double weightSum = 0;
    double mean = 0;
    std::vector<double> weights;
    std::vector<double> centre(players);
    for (std::size_t c = 0; c < masks.size(); ++c) {
        const auto present = static_cast<double>(std::ranges::count_if(masks[c], [](auto p) { return p != 0; }));
        const double distance = 1 - std::sqrt(present / static_cast<double>(players));
        weights.push_back(std::exp(-distance * distance / (2 * width * width)));
        weightSum += weights.back();
        mean += weights.back() * values[c];
        for (std::size_t i = 0; i < players; ++i)
            centre[i] += weights.back() * masks[c][i];
    }
    if (weightSum <= 0)
        return std::vector<double>(players, 0);
    mean /= weightSum;
    for (double& value : centre)
        value /= weightSum;
    // Centred, so that the intercept is not held back by the ridge.
    NormalEquations equations(players);
    std::vector<double> row(players);
    for (std::size_t c = 0; c < masks.size(); ++c) {
        for (std::size_t i = 0; i < players; ++i)
            row[i] = masks[c][i] - centre[i];
        equations.add(row, values[c] - mean, weights[c]);
    }
    return std::move(equations).solve(ridge);
}

std::vector<PlayerMask> bernoulliMasks(std::size_t players, std::size_t count, double probability, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::bernoulli_distribution present(probability);
    std::vector<PlayerMask> masks(count, PlayerMask(players));
    for (PlayerMask& mask : masks)
        std::ranges::generate(mask, [&] { return present(random) ? 1 : 0; });
    return masks;
}

std::vector<double> pairInteractions(std::span<const PlayerMask> first, std::span<const PlayerMask> second,
                                     std::span<const float> values) {
    if (first.empty() || second.empty())
        return {};
    const std::size_t rows = first.size();
    const std::size_t cols = second.size();
    const std::size_t left = first.front().size();
    const std::size_t right = second.front().size();
    // What does not change with both is no interaction: rows and columns are centred.
    std::vector<double> centred(values.begin(), values.end());
    for (std::size_t r = 0; r < rows; ++r) {
        const auto row = std::span(centred).subspan(r * cols, cols);
        const double mean = std::accumulate(row.begin(), row.end(), 0.0) / static_cast<double>(cols);
        for (double& value : row)
            value -= mean;
    }
    for (std::size_t c = 0; c < cols; ++c) {
        double mean = 0;
        for (std::size_t r = 0; r < rows; ++r)
            mean += centred[r * cols + c] / static_cast<double>(rows);
        for (std::size_t r = 0; r < rows; ++r)
            centred[r * cols + c] -= mean;
    }
    const std::vector<double> signs = signsOf(first);
    const std::vector<double> others = signsOf(second);
    std::vector<double> half(left * cols);
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t a = 0; a < left; ++a)
            for (std::size_t c = 0; c < cols; ++c)
                half[a * cols + c] += signs[r * left + a] * centred[r * cols + c];
    std::vector<double> result(left * right);
    const double scale = 4.0 / (static_cast<double>(rows) * static_cast<double>(cols));
    for (std::size_t a = 0; a < left; ++a)
        for (std::size_t c = 0; c < cols; ++c)
            for (std::size_t b = 0; b < right; ++b)
                result[a * right + b] += half[a * cols + c] * others[c * right + b] * scale;
    return result;
}

std::vector<double> jointInteractions(std::span<const PlayerMask> masks, std::span<const double> values,
                                      std::span<const std::size_t> rows, std::span<const std::size_t> columns) {
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    std::vector<double> result(rows.size() * columns.size());
    for (std::size_t m = 0; m < masks.size(); ++m) {
        const double share = 4 * (values[m] - mean) / static_cast<double>(masks.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = 0; j < columns.size(); ++j)
                result[i * columns.size() + j] += masks[m][rows[i]] == masks[m][columns[j]] ? share : -share;
    }
    return result;
}

} // namespace triptych::numerics
