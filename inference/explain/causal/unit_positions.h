// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "inference/base/error.h"
#include "inference/contract/intervention.h"
#include "inference/explain/units.h"

namespace triptych::explain {

// Units of a modality that stand in the segments.
[[nodiscard]] int unitCount(const Segments& segments, Modality modality);

// Where the units of a set stand in a stream, in the order of the set; unit 0 of a modality is the first of its first
// segment. InvalidInput where the stream has none of that modality, or no such unit.
[[nodiscard]] Result<std::vector<std::int64_t>> positionsOf(const Segments& segments, const UnitSet& set);

} // namespace triptych::explain
