// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/service.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "inference/engine/contained.h"
#include "inference/engine/job_queue.h"
#include "inference/engine/memory.h"
#include "inference/engine/result_cache.h"

namespace triptych::engine {

namespace {

// A device's worker.
struct Worker {
    WorkerHands hands;
    std::optional<RunId> measuring; // what may be postponed; under the service's mutex
    JobQueue queue;                 // last: its thread uses the hands
};

// Loads stand in the same line as runs, under numbers of their own.
RunId lineNumber(LoadId id) {
    return id | (RunId{1} << 63);
}

RunId qualityNumber(QualityId id) {
    return id | (RunId{1} << 62);
}

RunId studyNumber(StudyId id) {
    return id | (RunId{3} << 62);
}

class QueuedService final : public InferenceService {
public:
    QueuedService(ServiceBackend backend, const EngineOptions& options)
        : m_backend(std::move(backend))
        , m_cache(options.cacheBudgetBytes) {}

    void start(RunRequest request, Callbacks callbacks) override {
        Worker& worker = workerOf(m_backend.resolveDevice(request.device));
        const RunId id = request.id;
        worker.queue.add({id, [this, &worker, request = std::move(request), callbacks = std::move(callbacks)](
                                  const CancelToken& cancel) { perform(worker, request, callbacks, cancel); }});
        postponeMeasurement(worker);
    }

    void cancel(RunId id) override { stop(id); }

    void inspectModel(std::string model, std::string device,
                      std::function<void(Result<ModelReport>)> finished) override {
        m_inspections.add({0, [this, model = std::move(model), device = std::move(device),
                               finished = std::move(finished)](const CancelToken& cancel) {
                               finished(Monitor{cancel, nullptr}.check().and_then([&] {
                                   return contained<ModelReport>([&] { return m_backend.inspect(model, device); });
                               }));
                           }});
    }

    void findProgram(std::string model, std::function<void(std::optional<ProgramFacts>)> finished) override {
        m_inspections.add({0, [this, model = std::move(model), finished = std::move(finished)](const CancelToken&) {
                               finished(contained<std::optional<ProgramFacts>>([&] {
                                            return Result<std::optional<ProgramFacts>>(m_backend.findProgram(model));
                                        }).value_or(std::nullopt));
                           }});
    }
    Result<void> trustProgram(const std::string& sha256, Trust trust) override {
        return m_backend.trustProgram(sha256, trust);
    }

    void histogram(HistogramRequest request, std::function<void(Result<TensorHistogram>)> finished) override {
        m_inspections.add(
            {0, [this, request = std::move(request), finished = std::move(finished)](const CancelToken& cancel) {
                 const Monitor monitor{cancel, nullptr};
                 finished(monitor.check().and_then([&] {
                     return contained<TensorHistogram>([&] { return m_backend.histogram(request, monitor); });
                 }));
             }});
    }

    void loadModel(LoadRequest request, LoadCallbacks callbacks) override {
        Worker& worker = workerOf(m_backend.resolveDevice(request.device));
        enqueue<LoadedModel>(worker, lineNumber(request.id), std::move(request), std::move(callbacks),
                             [&worker](const LoadRequest& asked, const LoadCallbacks&, const Monitor& monitor) {
                                 return worker.hands.load(asked, monitor);
                             });
    }

    void cancelLoad(LoadId id) override { stop(lineNumber(id)); }

    void measureQuality(QualityRequest request, QualityCallbacks callbacks) override {
        Worker& worker = workerOf(m_backend.resolveDevice(request.run.device));
        addMeasurement(worker, {std::move(request), std::move(callbacks)});
    }

    void cancelQuality(QualityId id) override {
        const RunId number = qualityNumber(id);
        {
            const std::scoped_lock lock(m_mutex);
            m_postponed.erase(number);
            for (const auto& [device, worker] : m_workers)
                if (worker->measuring == number)
                    worker->measuring.reset(); // while it winds down, nothing may postpone it instead
        }
        stop(number);
    }

    void study(StudyRequest request, StudyCallbacks callbacks) override {
        Worker& worker = workerOf(m_backend.resolveDevice(request.run.device));
        enqueue<StudyReport>(worker, studyNumber(request.id), std::move(request), std::move(callbacks),
                             [&worker](const StudyRequest& asked, const StudyCallbacks& to, const Monitor& monitor) {
                                 return worker.hands.study(asked, to.grown, monitor);
                             });
        postponeMeasurement(worker);
    }

    void cancelStudy(StudyId id) override { stop(studyNumber(id)); }

    void unloadModel(std::string model, std::function<void()> finished) override {
        // Called once, by whichever worker is last to let go of it.
        std::shared_ptr<void> last(nullptr, [finished = std::move(finished)](void*) {
            if (finished)
                finished();
        });
        const std::scoped_lock lock(m_mutex);
        for (const auto& [device, worker] : m_workers)
            worker->queue.add(
                {0, [worker = worker.get(), model, last](const CancelToken&) { worker->hands.unload(model); }});
        // There may be no worker yet, and this thread must not be the one that is called back on.
        m_notices.add({0, [last = std::move(last)](const CancelToken&) {}});
    }

    std::vector<LoadedModel> loadedModels() const override {
        const std::scoped_lock lock(m_mutex);
        std::vector<LoadedModel> all;
        for (const auto& [device, worker] : m_workers)
            for (LoadedModel& model : worker->hands.loaded())
                all.push_back(std::move(model));
        return all;
    }

    void preview(PreviewRequest request, std::function<void(Result<Preview>)> finished) override {
        m_previews.add(
            {0, [this, request = std::move(request), finished = std::move(finished)](const CancelToken& cancel) {
                 finished(Monitor{cancel, nullptr}.check().and_then(
                     [&] { return contained<Preview>([&] { return m_backend.preview(request); }); }));
             }});
    }

    DeviceList devices() const override { return m_backend.devices(); }
    std::vector<MethodDescriptor> methods() const override { return m_backend.methods; }
    std::vector<MetricDescriptor> metrics() const override { return m_backend.metrics; }
    Result<std::int64_t> passes(const std::string& method, const std::map<std::string, std::string>& parameters,
                                const UnitCounts& units) const override {
        return m_backend.passes(method, parameters, units);
    }
    std::vector<std::string> builtinModels() const override { return m_backend.builtinModels; }
    MemoryUse memoryUse() const override {
        MemoryUse use{m_cache.bytes(), m_cache.budgetBytes(), processBytes(), 0, 0};
        const std::scoped_lock lock(m_mutex);
        for (const auto& [device, worker] : m_workers) {
            for (const LoadedModel& model : worker->hands.loaded())
                use.modelBytes += model.weightBytes;
            use.modelBudgetBytes = std::max(use.modelBudgetBytes, worker->hands.budgetBytes());
        }
        return use;
    }

private:
    struct Measurement {
        QualityRequest request;
        QualityCallbacks callbacks;
    };

    // Work that stands in a worker's line once; `finished` hears of its end in any case.
    template<typename Answer, typename Request, typename Callbacks, typename Work>
    void enqueue(Worker& worker, RunId number, Request request, Callbacks callbacks, Work work) {
        worker.queue.add({number, [request = std::move(request), callbacks = std::move(callbacks),
                                   work = std::move(work)](const CancelToken& cancel) {
                              Monitor monitor{cancel, nullptr};
                              if (callbacks.progress)
                                  monitor.progress = [&](const Progress& progress) {
                                      callbacks.progress(request.id, progress);
                                  };
                              const Result<Answer> answer = monitor.check().and_then(
                                  [&] { return contained<Answer>([&] { return work(request, callbacks, monitor); }); });
                              if (callbacks.finished)
                                  callbacks.finished(request.id, answer);
                          }});
    }

    void addMeasurement(Worker& worker, Measurement measurement) {
        const RunId number = qualityNumber(measurement.request.id);
        worker.queue.add({number,
                          [this, &worker, measurement = std::move(measurement)](const CancelToken& cancel) {
                              measure(worker, measurement, cancel);
                          },
                          true});
    }

    void measure(Worker& worker, const Measurement& measurement, const CancelToken& cancel) {
        const auto& [request, callbacks] = measurement;
        Monitor monitor{cancel, nullptr};
        // Cancelled while it waited: it is on another thread, and its worker may be measuring something else.
        if (const auto alive = monitor.check(); !alive) {
            if (callbacks.finished)
                callbacks.finished(request.id, Failure(alive.error()));
            return;
        }
        const RunId number = qualityNumber(request.id);
        setMeasuring(worker, number);
        if (callbacks.progress)
            monitor.progress = [&](const Progress& progress) { callbacks.progress(request.id, progress); };
        const Result<QualityReport> report = monitor.check().and_then([&] {
            return contained<QualityReport>([&] { return worker.hands.measure(request, callbacks.grown, monitor); });
        });
        setMeasuring(worker, std::nullopt);
        const bool isPostponed = takePostponed(number);
        if (isPostponed && !report && report.error().code == ErrorCode::Canceled)
            return addMeasurement(worker, measurement);
        if (callbacks.finished)
            callbacks.finished(request.id, report);
    }

    void setMeasuring(Worker& worker, std::optional<RunId> number) {
        const std::scoped_lock lock(m_mutex);
        worker.measuring = number;
    }

    bool takePostponed(RunId number) {
        const std::scoped_lock lock(m_mutex);
        return m_postponed.erase(number) > 0;
    }

    // What somebody waits for goes before what is measured in the background; that begins anew behind it.
    void postponeMeasurement(Worker& worker) {
        const std::scoped_lock lock(m_mutex);
        if (!worker.measuring)
            return;
        m_postponed.insert(*worker.measuring);
        worker.queue.stopRunning(*worker.measuring);
    }

    void stop(RunId id) {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [device, worker] : m_workers) {
            // In this order: a job that leaves the line between the two calls is running at the second.
            if (auto job = worker->queue.take(id))
                m_notices.add({id, [work = std::move(job->work)](const CancelToken&) { work(stopped()); }});
            else
                worker->queue.stopRunning(id);
        }
    }

    static CancelToken stopped() {
        CancelSource source;
        source.request_stop();
        return source.get_token();
    }

    Worker& workerOf(const std::string& device) {
        const std::scoped_lock lock(m_mutex);
        std::unique_ptr<Worker>& worker = m_workers[device];
        if (!worker) {
            worker = std::make_unique<Worker>();
            worker->hands = m_backend.makeWorker(device);
        }
        return *worker;
    }

    void perform(Worker& worker, const RunRequest& request, const Callbacks& callbacks, const CancelToken& cancel) {
        Monitor monitor{cancel, nullptr};
        if (callbacks.progress)
            monitor.progress = [&](const Progress& progress) { callbacks.progress(request.id, progress); };
        const RunOutcome outcome = monitor.check().and_then(
            [&] { return contained<ResultCache::Entry>([&] { return execute(worker, request, monitor); }); });
        if (callbacks.finished)
            callbacks.finished(request.id, outcome);
    }

    RunOutcome execute(Worker& worker, const RunRequest& request, const Monitor& monitor) {
        const auto key = m_backend.cacheKey(request);
        if (const auto known = key ? m_cache.find(*key) : nullptr)
            return renamed(*known, request.id);
        auto result = worker.hands.run(request, monitor);
        if (!result)
            return Failure(std::move(result.error()));
        const auto shared = std::make_shared<const RunResult>(std::move(*result));
        // What a cancelled run found so far is not the answer to its request.
        if (key && !monitor.cancel.stop_requested())
            m_cache.insert(*key, shared);
        return shared;
    }

    static ResultCache::Entry renamed(const RunResult& known, RunId id) {
        RunResult copy = known;
        copy.id = id;
        copy.request.id = id;
        return std::make_shared<const RunResult>(std::move(copy));
    }

    const ServiceBackend m_backend;
    ResultCache m_cache;
    mutable std::mutex m_mutex;
    std::set<RunId> m_postponed; // measurements that begin anew when they end as cancelled
    std::map<std::string, std::unique_ptr<Worker>> m_workers;
    JobQueue m_inspections; // of folders and tensors; neither previews nor runs wait behind them
    JobQueue m_previews;
    JobQueue m_notices; // that a waiting run was cancelled, a model unloaded: they wait behind nothing
};

} // namespace

std::unique_ptr<InferenceService> makeService(ServiceBackend backend, const EngineOptions& options) {
    return std::make_unique<QueuedService>(std::move(backend), options);
}

} // namespace triptych::engine
