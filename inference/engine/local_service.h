// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "inference/contract/inference_service.h"

namespace triptych::engine {

struct EngineOptions {
    // Finished results are kept up to this size, the least recently used one leaves first; 0 keeps none.
    std::int64_t cacheBudgetBytes = std::int64_t{512} << 20;
    // Weights of loaded models are kept up to this size on each device; 0: half of the memory of the CPU, three
    // quarters of that of a GPU.
    std::int64_t modelBudgetBytes = 0;
    // Threads of one operation on the CPU; 0: all cores but the one that the interface needs.
    int threads = 0;
};

// The engine in this process: one worker thread per device and one for previews. Destroying it cancels what is queued
// or runs, delivers every outstanding `finished` and joins the threads.
[[nodiscard]] std::unique_ptr<InferenceService> makeLocalService(EngineOptions options = {});

} // namespace triptych::engine
