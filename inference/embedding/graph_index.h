// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

// A graph of 32 links a row (Malkov and Yashunin, Efficient and robust approximate nearest neighbor search using
// hierarchical navigable small world graphs, 2016) that FAISS builds over vectors of bytes; what a walk finds is
// ranked by the floats of the table, which must outlive it. It is walked as broadly as finding 995 of 1000 neighbours
// of drawn rows takes (see VectorIndex::broadenFor), with up to 512 candidates.
[[nodiscard]] Result<std::unique_ptr<VectorIndex>> buildGraphIndex(const VectorTable& table, const Monitor& monitor);

} // namespace triptych::embedding
