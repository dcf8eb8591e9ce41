// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch reports errors by exceptions; they end here.
#pragma once

#include <functional>
#include <type_traits>

#include "inference/base/error.h"

namespace triptych::backend {

namespace detail {

// The Error of the exception that is being handled. `where` is the step.
[[nodiscard]] Failure currentFailure(const std::string& where);

} // namespace detail

// Runs `work`, which returns a Result, and turns exceptions into Errors: OutOfMemory where the allocator gave up, else
// Internal with the first line of the message.
template<typename Work>
[[nodiscard]] std::invoke_result_t<Work> guarded(const std::string& where, Work&& work) {
    try {
        return std::invoke(std::forward<Work>(work));
    } catch (...) {
        return detail::currentFailure(where);
    }
}

} // namespace triptych::backend
