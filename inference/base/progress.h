// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "inference/base/error.h"

namespace triptych {

// Asked between steps of everything long; a set token ends the work with ErrorCode::Canceled.
using CancelToken = std::stop_token;
using CancelSource = std::stop_source;

struct Progress {
    // Stable id of the stage ("load", "prepare", "forward", "explain", "train"); the interface translates it.
    std::string stage;
    std::int64_t done = 0;
    // 0 where the total is not known.
    std::int64_t total = 0;
    // What was written so far, where the stage writes ("generate"); UTF-8.
    std::string text = {};
};

// Called from the working thread, often; it must be cheap and must not throw.
using ProgressSink = std::function<void(const Progress&)>;

// What a long function needs from its caller.
struct Monitor {
    CancelToken cancel;
    ProgressSink progress;

    void report(std::string stage, std::int64_t done, std::int64_t total, std::string text = {}) const {
        if (progress)
            progress(Progress{std::move(stage), done, total, std::move(text)});
    }

    // An Error with ErrorCode::Canceled when the caller asked to stop.
    [[nodiscard]] Result<void> check() const {
        if (cancel.stop_requested())
            return fail(ErrorCode::Canceled, "The run was cancelled.");
        return {};
    }
};

} // namespace triptych
