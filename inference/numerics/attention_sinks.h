// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "inference/base/array.h"
#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Keys of attention [head, query, key] that receive, over all heads and queries, more than `factor` times what each
// would if attention were even: sinks (Xiao et al. 2024) and tokens that a network uses as registers (Darcet et al.
// 2024). Ascending.
[[nodiscard]] std::vector<std::size_t> attentionSinks(const FloatArray& attention, double factor);

// Takes columns out of a matrix of attention: they become 0, the others stay what they are.
void removeColumns(Matrix& attention, const std::vector<std::size_t>& columns);

} // namespace triptych::numerics
