// SPDX-License-Identifier: GPL-3.0-or-later
// Maps of models that cut a picture differently, read on one grid over the whole picture.
#pragma once

#include "inference/base/array.h"
#include "inference/contract/media.h"
#include "inference/contract/units.h"

namespace triptych::numerics {

// A map [row, col] and the part of the picture that it covers, in fractions of the picture.
struct PlacedMap {
    FloatArray map;
    Box covered{0, 0, 1, 1};

    bool operator==(const PlacedMap&) const = default;
};

// Where the grid's patches lie; the whole picture where there is no picture.
[[nodiscard]] Box coveredPart(const PatchGrid& grid, const Picture& picture);

// [rows, cols] over the whole picture: every cell's value is spread evenly over the cell's area, so that the sum is
// kept as far as the map lies in the picture. A map [unit] is one row along the first axis' whole length.
[[nodiscard]] FloatArray spreadOverPicture(const PlacedMap& map, int rows, int cols);

// Two maps of the same shape over the same part stay as they are; others are spread over `edge` x `edge` cells of the
// picture, or for maps [frame] over `edge` cells along time. Both are empty where one is empty or their ranks differ.
struct MapPair {
    FloatArray a;
    FloatArray b;
    bool wasSpread = false;

    [[nodiscard]] bool empty() const { return a.empty(); }
};

[[nodiscard]] MapPair onCommonGrid(const PlacedMap& a, const PlacedMap& b, int edge = 28);

// Divided by the sum of magnitudes, so that maps of different methods share a scale; a map of zeros stays as it is.
[[nodiscard]] FloatArray asShares(FloatArray map);

// a - b cell by cell; both of the same shape.
[[nodiscard]] FloatArray difference(const FloatArray& a, const FloatArray& b);

} // namespace triptych::numerics
