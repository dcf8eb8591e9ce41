// SPDX-License-Identifier: GPL-3.0-or-later
// What the users of FAISS share.
#pragma once

#include <algorithm>
#include <exception>
#include <limits>
#include <new>
#include <string>

#include <faiss/Index.h>

#include "inference/embedding/nearest.h"

namespace triptych::embedding {

constexpr int hnswLinks = 32;                                   // of a row in a graph
constexpr int hnswConstruction = 80;                            // rows looked at while one is linked
constexpr std::int64_t rowsPerStep = 2048;                      // between two looks at the cancel token
constexpr float nothing = std::numeric_limits<float>::lowest(); // the score of no hit

// FAISS reports errors by exceptions; they end here.
template<typename Work>
auto guarded(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "There is not enough memory for the index; use fewer rows.", "index");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, std::string("FAISS stopped: ") + error.what(), "index");
    }
}

inline Result<void> addInSteps(faiss::Index& index, const VectorTable& table, const Monitor& monitor) {
    for (std::int64_t row = 0; row < table.rows; row += rowsPerStep) {
        monitor.report("index", row, table.rows);
        if (const auto alive = monitor.check(); !alive)
            return alive;
        index.add(std::min(rowsPerStep, table.rows - row), table.row(row).data());
    }
    return {};
}

} // namespace triptych::embedding
