// SPDX-License-Identifier: GPL-3.0-or-later
// How what a network reads is cut into the units that people see.
#pragma once

#include <functional>
#include <vector>

#include "inference/explain/input_space.h"

namespace triptych::explain {

// One input tensor cut into units.
struct UnitCut {
    ExplainedInput place;
    Shape shape; // of a map over the units: [row, col], [1, regions] or [moments]
    // The part of the whole tensor (a view) that a unit covers.
    std::function<at::Tensor(const at::Tensor& whole, std::int64_t unit)> part;

    [[nodiscard]] std::int64_t count() const { return elementCount(shape); }
};

// Patches of the explained image (packed patches by their tokens), regions, or moments of the sound. Unsupported where
// the image was cut into no grid.
[[nodiscard]] Result<UnitCut> cutIntoUnits(const ExplainInput& input, const ExplainedInput& place);

} // namespace triptych::explain
