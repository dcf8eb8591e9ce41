// SPDX-License-Identifier: GPL-3.0-or-later
// What FAISS does for us; its exceptions stop here.
#pragma once

#include <memory>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// Hnsw (see buildGraphIndex) or Ivf (4 sqrt(rows) lists). The table must outlive it.
[[nodiscard]] Result<std::unique_ptr<VectorIndex>> buildFaissIndex(IndexKind kind, const VectorTable& table,
                                                                   const Monitor& monitor);

// Many queries at once by blocked matrix products. Fills hits of [query, k].
void searchByProduct(const VectorTable& table, const VectorTable& queries, Hits& hits);

} // namespace triptych::embedding
