// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/common_grid.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace triptych::numerics {
namespace {

// Share of the cell `from` of `fromCount` over [begin, end] that falls into each of `toCount` cells over [0, 1].
struct Overlap {
    int to = 0;
    double share = 0;
};

std::vector<std::vector<Overlap>> overlapsAlong(int fromCount, double begin, double end, int toCount) {
    std::vector<std::vector<Overlap>> overlaps(static_cast<std::size_t>(fromCount));
    const double step = (end - begin) / fromCount;
    if (step <= 0)
        return overlaps;
    for (int from = 0; from < fromCount; ++from) {
        const double low = begin + from * step;
        const double high = low + step;
        const int first = std::max(0, static_cast<int>(std::floor(low * toCount)));
        for (int to = first; to < toCount && static_cast<double>(to) / toCount < high; ++to) {
            const double shared =
                std::min(high, (to + 1.0) / toCount) - std::max(low, static_cast<double>(to) / toCount);
            if (shared > 0)
                overlaps[static_cast<std::size_t>(from)].push_back({to, shared / step});
        }
    }
    return overlaps;
}

} // namespace

Box coveredPart(const PatchGrid& grid, const Picture& picture) {
    if (picture.width <= 0 || picture.height <= 0 || grid.count() == 0)
        return {0, 0, 1, 1};
    return {grid.x / picture.width, grid.y / picture.height, (grid.x + grid.width) / picture.width,
            (grid.y + grid.height) / picture.height};
}

FloatArray spreadOverPicture(const PlacedMap& placed, int rows, int cols) {
    FloatArray spread({rows, cols});
    const FloatArray& map = placed.map;
    if (map.empty())
        return spread;
    const int mapCols = static_cast<int>(map.extent(map.rank() - 1));
    const int mapRows = static_cast<int>(map.size()) / mapCols;
    const auto down = overlapsAlong(mapRows, placed.covered.y0, placed.covered.y1, rows);
    const auto across = overlapsAlong(mapCols, placed.covered.x0, placed.covered.x1, cols);
    for (int row = 0; row < mapRows; ++row) {
        for (int col = 0; col < mapCols; ++col) {
            const double value = map.values()[static_cast<std::size_t>(row * mapCols + col)];
            for (const Overlap& y : down[static_cast<std::size_t>(row)])
                for (const Overlap& x : across[static_cast<std::size_t>(col)])
                    spread.values()[static_cast<std::size_t>(y.to * cols + x.to)] +=
                        static_cast<float>(value * y.share * x.share);
        }
    }
    return spread;
}

MapPair onCommonGrid(const PlacedMap& a, const PlacedMap& b, int edge) {
    if (a.map.empty() || b.map.empty() || a.map.rank() != b.map.rank())
        return {};
    if (a.map.shape() == b.map.shape() && a.covered == b.covered)
        return {a.map, b.map, false};
    const int rows = a.map.rank() == 2 ? edge : 1;
    return {spreadOverPicture(a, rows, edge), spreadOverPicture(b, rows, edge), true};
}

FloatArray asShares(FloatArray map) {
    double sum = 0;
    for (const float value : map.values())
        sum += std::abs(static_cast<double>(value));
    if (sum > 0)
        for (float& value : map.values())
            value = static_cast<float>(value / sum);
    return map;
}

FloatArray difference(const FloatArray& a, const FloatArray& b) {
    assert(a.shape() == b.shape());
    FloatArray result = a;
    for (std::size_t i = 0; i < result.size(); ++i)
        result.values()[i] -= b.values()[i];
    return result;
}

} // namespace triptych::numerics
