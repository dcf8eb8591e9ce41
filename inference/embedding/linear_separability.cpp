// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/linear_separability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "inference/embedding/dot_search.h"
#include "inference/embedding/drawn_rows.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t mostFittedRows = 1'000;
constexpr std::int64_t fewestRows = 4;
constexpr int iterations = 200;
constexpr float step = 2; // the inverse of the loss's curvature for vectors of at most unit length and a bias

struct LabelledRow {
    std::span<const float> vector;
    float label = 1; // or -1
    float share = 0; // of the loss; both labels have half
};

struct Plane {
    std::vector<float> centre; // of the training rows
    float scale = 1;           // after it, no training row is longer than 1
    std::vector<float> normal;
    float bias = 0;

    void place(std::span<const float> vector, std::span<float> placed) const {
        for (std::size_t i = 0; i < placed.size(); ++i)
            placed[i] = (vector[i] - centre[i]) * scale;
    }
    [[nodiscard]] float side(std::span<const float> placed) const { return innerProduct(normal, placed) + bias; }
};

// Places the rows [row, width] in the plane's own frame.
std::vector<float> placedRows(const std::vector<LabelledRow>& rows, Plane& plane) {
    const std::size_t width = plane.normal.size();
    for (const LabelledRow& row : rows)
        for (std::size_t i = 0; i < width; ++i)
            plane.centre[i] += row.vector[i] * row.share;
    std::vector<float> placed(rows.size() * width);
    float longest = 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::span<float> to = std::span(placed).subspan(row * width, width);
        plane.place(rows[row].vector, to);
        longest = std::max(longest, innerProduct(to, to));
    }
    plane.scale = longest > 0 ? 1 / std::sqrt(longest) : 1;
    for (float& value : placed)
        value *= plane.scale;
    return placed;
}

// Logistic regression by accelerated gradient descent (Nesterov 1983).
Plane fitPlane(const std::vector<LabelledRow>& rows) {
    const std::size_t width = rows.front().vector.size();
    Plane ahead{std::vector<float>(width), 1, std::vector<float>(width), 0};
    const std::vector<float> placed = placedRows(rows, ahead);
    Plane now = ahead;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        Plane next = ahead;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            const std::span<const float> vector = std::span(placed).subspan(row * width, width);
            const float margin = rows[row].label * ahead.side(vector);
            const float pull = step * rows[row].share * rows[row].label / (1 + std::exp(margin));
            for (std::size_t i = 0; i < width; ++i)
                next.normal[i] += pull * vector[i];
            next.bias += pull;
        }
        const float momentum = static_cast<float>(iteration) / static_cast<float>(iteration + 3);
        for (std::size_t i = 0; i < width; ++i)
            ahead.normal[i] = next.normal[i] + momentum * (next.normal[i] - now.normal[i]);
        ahead.bias = next.bias + momentum * (next.bias - now.bias);
        now = std::move(next);
    }
    return now;
}

double accuracyOf(const Plane& plane, const std::vector<LabelledRow>& rows) {
    std::vector<float> placed(plane.normal.size());
    double right = 0;
    for (const LabelledRow& row : rows) {
        plane.place(row.vector, placed);
        right += plane.side(placed) * row.label > 0 ? row.share : 0;
    }
    return right;
}

// Places 0, 2, 4, ... of the drawn rows to train with, the others to test.
void share(const VectorTable& table, float label, std::array<std::vector<LabelledRow>, 2>& halves) {
    const std::vector<std::int64_t> drawn = drawnRows(table.rows, mostFittedRows);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const std::size_t half = i % 2;
        const std::size_t count = (drawn.size() + 1 - half) / 2;
        halves[half].push_back({table.row(drawn[i]), label, 0.5f / static_cast<float>(count)});
    }
}

} // namespace

std::optional<double> linearSeparability(const VectorTable& first, const VectorTable& second) {
    if (first.rows < fewestRows || second.rows < fewestRows)
        return std::nullopt;
    std::array<std::vector<LabelledRow>, 2> halves;
    share(first, 1, halves);
    share(second, -1, halves);
    return accuracyOf(fitPlane(halves[0]), halves[1]);
}

} // namespace triptych::embedding
