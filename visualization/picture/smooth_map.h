// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "inference/base/array.h"

namespace triptych::picture {

// A map [row, col] that is read at a finer grid, row by row and without ever holding all of it: Catmull-Rom
// interpolation between the centres of the cells (Catmull and Rom 1974), cut to the map's own range; the mean of the
// cells where the grid is coarser than the map. Values that are not finite count as 0.
class SmoothMap {
public:
    // Pixels [x, x + width) x [y, y + height) of the grid.
    struct Window {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
    };

    // The map must not be empty; the whole map lies over width x height pixels, at least 1 x 1.
    SmoothMap(const FloatArray& map, int width, int height)
        : SmoothMap(map, width, height, Window{0, 0, width, height}) {}
    // Reads a part of the grid only: the cost of a map that is enlarged beyond what is seen is that of the window.
    SmoothMap(const FloatArray& map, int width, int height, const Window& window);

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return static_cast<int>(m_vertical.size()); }

    // Row y of the window; `values` has room for its `width` floats; 0 <= y < height.
    void readRow(int y, float* values) const { readRow(y, 0, m_width, values); }
    // Its columns [from, to) only, to the same places of `values`.
    void readRow(int y, int from, int to, float* values) const;

private:
    // Four neighbours along one axis and what each of them counts.
    struct Taps {
        std::array<int, 4> cells;
        std::array<float, 4> weights;
    };
    static std::vector<Taps> tapsAlong(int cells, int pixels, int from, int count);

    int m_width;
    std::vector<Taps> m_vertical;
    std::vector<float> m_widened; // [row of the map, width]
    float m_lowest = 0;
    float m_highest = 0;
};

} // namespace triptych::picture
