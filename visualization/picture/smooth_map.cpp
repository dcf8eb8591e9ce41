// SPDX-License-Identifier: GPL-3.0-or-later
#include "visualization/picture/smooth_map.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "inference/base/wide_instructions.h"

namespace triptych::picture {

namespace {

// Finite, and along neither axis finer than the pixels.
cv::Mat readable(const FloatArray& map, int width, int height) {
    cv::Mat cells(static_cast<int>(map.extent(0)), static_cast<int>(map.extent(1)), CV_32FC1);
    std::ranges::transform(map.values(), cells.begin<float>(),
                           [](float value) { return std::isfinite(value) ? value : 0.0f; });
    const cv::Size size(std::min(cells.cols, width), std::min(cells.rows, height));
    if (size != cells.size())
        cv::resize(cells.clone(), cells, size, 0, 0, cv::INTER_AREA);
    return cells;
}

TRIPTYCH_WIDE_INSTRUCTIONS
void mixRows(const std::array<const float*, 4>& rows, const std::array<float, 4>& weights, int from, int to,
             float* values) {
    for (int x = from; x < to; ++x)
        values[x] =
            weights[0] * rows[0][x] + weights[1] * rows[1][x] + weights[2] * rows[2][x] + weights[3] * rows[3][x];
}

} // namespace

std::vector<SmoothMap::Taps> SmoothMap::tapsAlong(int cells, int pixels, int from, int count) {
    std::vector<Taps> taps(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double place = (from + i + 0.5) * cells / pixels - 0.5;
        const int before = static_cast<int>(std::floor(place));
        const auto t = static_cast<float>(place - before);
        Taps& tap = taps[static_cast<std::size_t>(i)];
        for (int k = 0; k < 4; ++k)
            tap.cells[static_cast<std::size_t>(k)] = std::clamp(before - 1 + k, 0, cells - 1);
        tap.weights = {0.5f * t * (-1.0f + t * (2.0f - t)), 1.0f + 0.5f * t * t * (3.0f * t - 5.0f),
                       0.5f * t * (1.0f + t * (4.0f - 3.0f * t)), 0.5f * t * t * (t - 1.0f)};
    }
    return taps;
}

SmoothMap::SmoothMap(const FloatArray& map, int width, int height, const Window& window)
    : m_width(window.width) {
    assert(!map.empty() && map.rank() == 2 && width > 0 && height > 0);
    const cv::Mat cells = readable(map, width, height);
    m_vertical = tapsAlong(cells.rows, height, window.y, window.height);
    const std::vector<Taps> horizontal = tapsAlong(cells.cols, width, window.x, window.width);
    m_lowest = *std::min_element(cells.begin<float>(), cells.end<float>());
    m_highest = *std::max_element(cells.begin<float>(), cells.end<float>());
    m_widened.reserve(static_cast<std::size_t>(cells.rows) * horizontal.size());
    for (int row = 0; row < cells.rows; ++row) {
        const float* values = cells.ptr<float>(row);
        for (const auto& [at, weights] : horizontal)
            m_widened.push_back(weights[0] * values[at[0]] + weights[1] * values[at[1]] + weights[2] * values[at[2]] +
                                weights[3] * values[at[3]]);
    }
}

void SmoothMap::readRow(int y, int from, int to, float* values) const {
    const auto& [cells, weights] = m_vertical[static_cast<std::size_t>(y)];
    std::array<const float*, 4> rows;
    for (std::size_t k = 0; k < rows.size(); ++k)
        rows[k] = m_widened.data() + static_cast<std::size_t>(cells[k]) * static_cast<std::size_t>(m_width);
    mixRows(rows, weights, from, to, values);
    // Cubic interpolation overshoots beside steep edges, which would show values that no cell has.
    for (int x = from; x < to; ++x)
        values[x] = std::min(std::max(values[x], m_lowest), m_highest);
}

} // namespace triptych::picture
