// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <new>

#include "inference/base/error.h"

namespace triptych::engine {

// The last resort of a worker: whatever escapes becomes an Error, so that `finished` is called in any case.
template<typename T, typename Work>
Result<T> contained(Work&& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    "There is not enough memory; close other programs or choose a smaller sample.");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

} // namespace triptych::engine
