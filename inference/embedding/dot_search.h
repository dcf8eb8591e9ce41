// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// The inner product of two vectors of one length.
[[nodiscard]] float innerProduct(std::span<const float> a, std::span<const float> b);

// Writes the k best rows for one query, the best first; all processors share the rows. A single query is bound by the
// memory that it reads, where a matrix product has nothing to gain.
void searchOne(const VectorTable& table, std::span<const float> query, std::span<std::int64_t> ids,
               std::span<float> scores);

} // namespace triptych::embedding
