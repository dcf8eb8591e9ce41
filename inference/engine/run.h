// SPDX-License-Identifier: GPL-3.0-or-later
// One run from beginning to end on the calling thread: what the service's workers and the command line share.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/causes.h"
#include "inference/contract/model_report.h"
#include "inference/contract/quality.h"
#include "inference/contract/run_request.h"
#include "inference/contract/run_result.h"

namespace triptych::engine {

struct RunOptions {
    // "input.*" arrays that replace preprocessing; empty: the sample's files and texts are read.
    ArrayMap inputs;
    // Fill RunOutput::trace with everything that the forward pass recorded under RunRequest::watch.
    bool keepTrace = false;
    // Differentiate this target by every attention map and add "grad.<map>" of the first batch row to the trace.
    std::optional<Target> gradientsOf;
    // Forward passes after one warm-up, of which RunOutput::medianSeconds is the median; 0: the run is not timed apart.
    int repeat = 0;
};

struct RunOutput {
    RunResult result;
    ArrayMap trace; // "input.*", "scores.*", maps, hidden states, "grad.*"; names as in the trace scheme
    std::optional<double> medianSeconds;
};

// A worker's hands: keeps the models that it loaded. One thread at a time, but for loaded().
class Runner {
public:
    // `device`: "auto", "cpu" or "cuda:N"; the device of the request is looked at only for whether the CPU may take
    // over
    // ("auto"). Budget of the weights that are kept; 0: the device's own, see modelBudget.
    explicit Runner(std::string device = "auto", std::int64_t modelBudgetBytes = 0);
    ~Runner();
    Runner(Runner&&) noexcept;
    Runner& operator=(Runner&&) noexcept;

    // Errors: FileMissing (a model or media file), BadFormat, ModelMismatch, InvalidInput (no modality, no such target,
    // method or parameter), NotFinite (names the tensor), Canceled, OutOfMemory.
    [[nodiscard]] Result<RunOutput> run(const RunRequest& request, const RunOptions& options, const Monitor& monitor);

    // Runs and explains the request's sample, then judges its map; `grown` hears of the report after every figure.
    // Errors as of run(); InvalidInput for an unknown metric and for a request without a method.
    [[nodiscard]] Result<QualityReport> measure(const QualityRequest& request,
                                                const std::function<void(const QualityReport&)>& grown,
                                                const Monitor& monitor);

    // Runs the sample as the study asks; `grown` hears of the report row by row. Errors as of run(); InvalidInput where
    // the study cannot be made of this sample.
    [[nodiscard]] Result<StudyReport>
    study(const StudyRequest& request, const std::function<void(const StudyReport&)>& grown, const Monitor& monitor);

    // Loads the model and keeps it. OutOfMemory where weights and maps do not fit what is free.
    [[nodiscard]] Result<LoadedModel> load(const LoadRequest& request, const Monitor& monitor);
    void unload(const std::string& model);
    [[nodiscard]] std::vector<LoadedModel> loaded() const;
    // 0 until the first model.
    [[nodiscard]] std::int64_t budgetBytes() const;

private:
    struct Stores;
    struct Held;

    [[nodiscard]] Result<Held> hold(const std::string& model, bool mayFallBack, const Monitor& monitor);

    std::string m_device;
    std::int64_t m_modelBudgetBytes;
    std::unique_ptr<Stores> m_stores;
};

// A run with a runner of its own, on the request's device.
[[nodiscard]] Result<RunOutput> runOnce(const RunRequest& request, const RunOptions& options, const Monitor& monitor);

} // namespace triptych::engine
