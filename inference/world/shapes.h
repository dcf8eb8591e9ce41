// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "inference/world/scene.h"

namespace triptych::world {

// Signed distance from a point to the border of the shape, negative inside. The shape stands upright, its surrounding
// circle has radius 1 and centre (0, 0); y points downwards; corners are rounded. Formulas: I. Quilez, "2D distance
// functions" (exact, so that rounding is an offset).
[[nodiscard]] float signedDistance(ShapeKind shape, float x, float y);

} // namespace triptych::world
