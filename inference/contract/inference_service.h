// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/contract/causes.h"
#include "inference/contract/coalition_game.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/model_report.h"
#include "inference/contract/program.h"
#include "inference/contract/quality.h"
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
    std::int64_t modelBytes = 0;       // weights of the models that are loaded
    std::int64_t modelBudgetBytes = 0; // on each device; the model that was not used for longest leaves first
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

    struct LoadCallbacks {
        std::function<void(LoadId, const Progress&)> progress;
        // Exactly once per load, also when it was cancelled (ErrorCode::Canceled).
        std::function<void(LoadId, Result<LoadedModel>)> finished;
    };

    // Says what a folder is without reading its weights, and whether the device can hold them.
    virtual void inspectModel(std::string model, std::string device,
                              std::function<void(Result<ModelReport>)> finished) = 0;
    // Brings a model into memory, so that the next run need not. It waits for the runs of its device. OutOfMemory where
    // weights and maps do not fit; a GPU that was chosen by "auto" then leaves the model to the CPU.
    virtual void loadModel(LoadRequest request, LoadCallbacks callbacks) = 0;
    virtual void cancelLoad(LoadId id) = 0;
    // Frees the model's memory after the runs that wait now; a later run loads it again.
    virtual void unloadModel(std::string model, std::function<void()> finished) = 0;
    // Most recently used first, device by device.
    [[nodiscard]] virtual std::vector<LoadedModel> loadedModels() const = 0;
    // The program of a model folder; nothing for every other model. Runs nothing.
    virtual void findProgram(std::string model, std::function<void(std::optional<ProgramFacts>)> finished) = 0;
    // From now on a program with this SHA-256 may be loaded. An error where the user's list cannot be written; the
    // program is trusted in this process nonetheless.
    virtual Result<void> trustProgram(const std::string& sha256, Trust trust) = 0;
    // Reads one tensor. InvalidInput where the model has none of that name.
    virtual void histogram(HistogramRequest request, std::function<void(Result<TensorHistogram>)> finished) = 0;

    // Measures how far the map of a request can be trusted; waits for the runs of its device, growing report by report.
    // The id must be new. Errors as of a run; an unknown metric and a request without a method are InvalidInput.
    virtual void measureQuality(QualityRequest request, QualityCallbacks callbacks) = 0;
    virtual void cancelQuality(QualityId id) = 0;

    // Intervenes in a model many times; waits its turn among the runs of its device. The id must be new. Errors as of a
    // run; InvalidInput where the study cannot be made of this sample.
    virtual void study(StudyRequest request, StudyCallbacks callbacks) = 0;
    virtual void cancelStudy(StudyId id) = 0;

    virtual void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) = 0;

    [[nodiscard]] virtual DeviceList devices() const = 0;
    [[nodiscard]] virtual std::vector<MethodDescriptor> methods() const = 0;
    // How many passes of the model an explanation costs at most, for a sample of so many units, beyond the one that
    // every run makes. InvalidInput for an unknown method or parameter.
    [[nodiscard]] virtual Result<std::int64_t> passes(const std::string& method,
                                                      const std::map<std::string, std::string>& parameters,
                                                      const UnitCounts& units) const = 0;
    [[nodiscard]] virtual std::vector<MetricDescriptor> metrics() const = 0;
    // Names that RunRequest::model takes without a folder: "builtin", "builtin-plain".
    [[nodiscard]] virtual std::vector<std::string> builtinModels() const = 0;
    [[nodiscard]] virtual MemoryUse memoryUse() const = 0;
};

} // namespace triptych
