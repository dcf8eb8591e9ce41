// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>

#include "inference/backend/guard.h"

namespace triptych::explain {

// Calls work(begin, count), which returns Result<void>, for all of 0..total in order. Where a batch does not fit the
// memory, its halves are tried and later batches stay as small. Errors: as of `work`; OutOfMemory where even one item
// does not fit.
template<typename Work>
[[nodiscard]] Result<void> inBatches(std::size_t total, std::size_t atOnce, Work&& work) {
    for (std::size_t begin = 0; begin < total;) {
        const std::size_t count = std::min(atOnce, total - begin);
        const Result<void> done = backend::guarded("batch", [&] { return work(begin, count); });
        if (done)
            begin += count;
        else if (done.error().code == ErrorCode::OutOfMemory && count > 1)
            atOnce = count / 2;
        else
            return Failure(done.error());
    }
    return {};
}

} // namespace triptych::explain
