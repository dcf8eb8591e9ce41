// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/run_request.h"
#include "inference/contract/run_result.h"

namespace triptych {

using RunOutcome = Result<std::shared_ptr<const RunResult>>;

struct PreviewRequest {
    SampleItem item;
    int maxEdge = 160; // pictures are shrunk to this; sounds are cut to their envelope of this many columns
};

// A small stand-in for lists: a picture, or for sounds the envelope.
struct Preview {
    Picture picture;
    std::vector<float> envelope; // peak per column, 0..1
    double durationMs = 0;
};

struct MemoryUse {
    std::int64_t cacheBytes = 0;
    std::int64_t budgetBytes = 0;
    std::int64_t processBytes = 0;
};

// The engine as the interface sees it. Every call returns at once; callbacks come from a worker thread.
class InferenceService {
public:
    virtual ~InferenceService() = default;

    struct Callbacks {
        std::function<void(RunId, const Progress&)> progress;
        // Exactly once per run, also when it was cancelled (ErrorCode::Canceled).
        std::function<void(RunId, RunOutcome)> finished;
    };

    // Runs are queued and taken in order. The id must be new.
    virtual void start(RunRequest request, Callbacks callbacks) = 0;
    virtual void cancel(RunId id) = 0;

    virtual void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) = 0;

    [[nodiscard]] virtual DeviceList devices() const = 0;
    [[nodiscard]] virtual std::vector<MethodDescriptor> methods() const = 0;
    [[nodiscard]] virtual std::vector<MetricDescriptor> metrics() const = 0;
    // Names that RunRequest::model takes without a folder: "builtin", "builtin-plain".
    [[nodiscard]] virtual std::vector<std::string> builtinModels() const = 0;
    [[nodiscard]] virtual MemoryUse memoryUse() const = 0;
};

} // namespace triptych
