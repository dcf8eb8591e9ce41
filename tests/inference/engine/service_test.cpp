// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/service.h"

#include <QtTest/QTest>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

using namespace triptych;
using namespace triptych::engine;
using namespace std::chrono_literals;

namespace {

// Collects what a service calls back, from whatever thread.
class Listener {
public:
    InferenceService::Callbacks callbacks() {
        return {[this](RunId id, const Progress& progress) {
                    const std::scoped_lock lock(m_mutex);
                    m_stages[id].push_back(progress.stage);
                    m_changed.notify_all();
                },
                [this](RunId id, RunOutcome outcome) {
                    const std::scoped_lock lock(m_mutex);
                    m_order.push_back(id);
                    m_outcomes[id].push_back(std::move(outcome));
                    m_threads.push_back(std::this_thread::get_id());
                    m_changed.notify_all();
                }};
    }

    bool waitForFinished(std::size_t count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 5s, [&] { return m_order.size() >= count; });
    }
    bool waitForProgress(RunId id) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, 5s, [&] { return !m_stages[id].empty(); });
    }

    std::vector<RunId> order() {
        const std::scoped_lock lock(m_mutex);
        return m_order;
    }
    std::vector<RunOutcome> outcomes(RunId id) {
        const std::scoped_lock lock(m_mutex);
        return m_outcomes[id];
    }
    bool onlyOnOtherThreads() {
        const std::scoped_lock lock(m_mutex);
        return std::ranges::find(m_threads, std::this_thread::get_id()) == m_threads.end();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<RunId, std::vector<std::string>> m_stages;
    std::map<RunId, std::vector<RunOutcome>> m_outcomes;
    std::vector<RunId> m_order;
    std::vector<std::thread::id> m_threads;
};

RunRequest requestWith(RunId id, std::string text) {
    RunRequest request;
    request.id = id;
    request.sample.items.push_back({Modality::Text, std::move(text), {}});
    return request;
}

// Runs at once, except for the text "slow", which goes on until it is cancelled.
struct FakeEngine {
    std::shared_ptr<std::atomic<int>> runs = std::make_shared<std::atomic<int>>(0);

    Result<RunResult> operator()(const RunRequest& request, const Monitor& monitor) const {
        ++*runs;
        monitor.report("forward", 0, 1);
        const std::string& text = request.sample.items.front().text;
        if (text == "throws")
            throw std::runtime_error("a library gave up");
        while (text == "slow") {
            if (const auto going = monitor.check(); !going)
                return Failure(going.error());
            std::this_thread::sleep_for(1ms);
        }
        RunResult result;
        result.id = request.id;
        result.request = request;
        result.targetValue = static_cast<double>(text.size());
        return result;
    }
};

ServiceBackend backendOf(const FakeEngine& engine) {
    ServiceBackend backend;
    backend.makeWorker = [engine](const std::string&) {
        // A device without a model of its own: "slow" loads until it is cancelled, "large" does not fit.
        auto kept = std::make_shared<std::vector<LoadedModel>>();
        auto mutex = std::make_shared<std::mutex>();
        WorkerHands hands;
        hands.run = engine;
        hands.load = [kept, mutex](const LoadRequest& request, const Monitor& monitor) -> Result<LoadedModel> {
            monitor.report("load", 0, 1);
            while (request.model == "slow") {
                if (const auto going = monitor.check(); !going)
                    return Failure(going.error());
                std::this_thread::sleep_for(1ms);
            }
            if (request.model == "large")
                return fail(ErrorCode::OutOfMemory, "It does not fit.", request.model);
            const std::scoped_lock lock(*mutex);
            kept->push_back({request.model, "Fake", "fake", "cpu", 100, {}});
            return kept->back();
        };
        // The first measurement goes on until it is cancelled, and takes a moment to end; later ones end at once.
        hands.measure = [times = std::make_shared<int>(0)](const QualityRequest& request,
                                                           const std::function<void(const QualityReport&)>& grown,
                                                           const Monitor& monitor) -> Result<QualityReport> {
            QualityReport report;
            report.id = request.id;
            if (grown)
                grown(report);
            const bool waits = ++*times == 1;
            while (waits) {
                if (const auto going = monitor.check(); !going) {
                    std::this_thread::sleep_for(50ms);
                    return Failure(going.error());
                }
                std::this_thread::sleep_for(1ms);
            }
            return report;
        };
        hands.study = [](const StudyRequest& request, const std::function<void(const StudyReport&)>& grown,
                         const Monitor& monitor) -> Result<StudyReport> {
            StudyReport report;
            report.id = request.id;
            grown(report);
            while (request.kind == StudyKind::Looks) { // until it is cancelled
                if (const auto going = monitor.check(); !going)
                    return Failure(going.error());
                std::this_thread::sleep_for(1ms);
            }
            return report;
        };
        hands.unload = [kept, mutex](const std::string& model) {
            const std::scoped_lock lock(*mutex);
            std::erase_if(*kept, [&](const LoadedModel& one) { return one.model == model; });
        };
        hands.loaded = [kept, mutex] {
            const std::scoped_lock lock(*mutex);
            return *kept;
        };
        hands.budgetBytes = [] { return std::int64_t{1000}; };
        return hands;
    };
    backend.inspect = [](const std::string& model, const std::string& device) -> Result<ModelReport> {
        if (model == "broken")
            throw std::runtime_error("a library gave up");
        ModelReport report;
        report.model = model;
        report.memory.device = device;
        return report;
    };
    backend.histogram = [](const HistogramRequest& request, const Monitor&) -> Result<TensorHistogram> {
        TensorHistogram histogram;
        histogram.tensor = request.tensor;
        return histogram;
    };
    backend.preview = [](const PreviewRequest&) -> Result<Preview> { return Preview{}; };
    backend.cacheKey = [](const RunRequest& request) -> std::optional<std::string> {
        return request.sample.items.front().text;
    };
    backend.resolveDevice = [](const std::string& device) { return device == "auto" ? "cpu" : device; };
    backend.devices = [] { return DeviceList{}; };
    return backend;
}

Result<LoadedModel> loadThrough(InferenceService& service, LoadId id, const std::string& model) {
    std::promise<Result<LoadedModel>> promise;
    service.loadModel({id, model, "auto"},
                      {nullptr, [&](LoadId, Result<LoadedModel> loaded) { promise.set_value(std::move(loaded)); }});
    return promise.get_future().get();
}

} // namespace

class ServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Measuring is work in the background: what somebody waits for goes before it, and it begins anew behind it.
    void runsGoBeforeMeasurements() {
        const auto service = makeService(backendOf({}), {});
        Listener listener;
        std::promise<void> begun;
        std::promise<Result<QualityReport>> measured;
        std::atomic<int> growths = 0;
        QualityRequest request;
        request.id = 3;
        service->measureQuality(request,
                                {nullptr,
                                 [&](const QualityReport&) {
                                     if (++growths == 1)
                                         begun.set_value();
                                 },
                                 [&](QualityId, const Result<QualityReport>& report) { measured.set_value(report); }});
        begun.get_future().wait();
        service->start(requestWith(1, "quick"), listener.callbacks());
        QVERIFY(listener.waitForFinished(1));
        auto outcome = measured.get_future();
        QVERIFY(outcome.wait_for(5s) == std::future_status::ready);
        QVERIFY(outcome.get().has_value());
        QCOMPARE(growths.load(), 2);
    }

    // Also before those that wait.
    void runsGoBeforeWaitingMeasurements() {
        const auto service = makeService(backendOf({}), {});
        std::promise<void> begun;
        std::mutex mutex;
        std::vector<std::string> order;
        const auto note = [&](const std::string& what) {
            const std::scoped_lock lock(mutex);
            order.push_back(what);
        };
        std::promise<void> bothMeasured;
        std::atomic<int> growths = 0;
        std::atomic<int> measured = 0;
        for (const QualityId id : {3U, 4U}) {
            QualityRequest request;
            request.id = id;
            service->measureQuality(request, {nullptr,
                                              [&](const QualityReport&) {
                                                  if (++growths == 1)
                                                      begun.set_value();
                                              },
                                              [&](QualityId, const Result<QualityReport>&) {
                                                  note("measurement");
                                                  if (++measured == 2)
                                                      bothMeasured.set_value();
                                              }});
        }
        begun.get_future().wait();
        InferenceService::Callbacks callbacks;
        callbacks.finished = [&](RunId, const RunOutcome&) { note("run"); };
        service->start(requestWith(1, "quick"), callbacks);
        QVERIFY(bothMeasured.get_future().wait_for(10s) == std::future_status::ready);
        QCOMPARE(order, (std::vector<std::string>{"run", "measurement", "measurement"}));
    }

    void aCancelledMeasurementEndsOnce() {
        const auto service = makeService(backendOf({}), {});
        std::promise<void> begun;
        std::promise<Result<QualityReport>> measured;
        QualityRequest request;
        request.id = 3;
        service->measureQuality(request,
                                {nullptr, [&](const QualityReport&) { begun.set_value(); },
                                 [&](QualityId, const Result<QualityReport>& report) { measured.set_value(report); }});
        begun.get_future().wait();
        service->cancelQuality(3);
        const auto report = measured.get_future().get();
        QVERIFY(!report && report.error().code == ErrorCode::Canceled);
    }

    void aCancelledMeasurementIsNotPostponedWhileItEnds() {
        const auto service = makeService(backendOf({}), {});
        Listener listener;
        std::promise<void> begun;
        std::promise<Result<QualityReport>> measured;
        QualityRequest request;
        request.id = 3;
        service->measureQuality(request,
                                {nullptr, [&](const QualityReport&) { begun.set_value(); },
                                 [&](QualityId, const Result<QualityReport>& report) { measured.set_value(report); }});
        begun.get_future().wait();
        service->cancelQuality(3);
        service->start(requestWith(1, "quick"), listener.callbacks());
        const auto report = measured.get_future().get();
        QVERIFY(!report && report.error().code == ErrorCode::Canceled);
        QVERIFY(listener.waitForFinished(1));
    }

    void cancellingAWaitingMeasurementLeavesTheRunningOne() {
        const auto service = makeService(backendOf({}), {});
        Listener listener;
        std::promise<void> begun;
        std::promise<Result<QualityReport>> running;
        std::promise<Result<QualityReport>> waiting;
        std::atomic<int> growths = 0;
        QualityRequest request;
        request.id = 3;
        service->measureQuality(request,
                                {nullptr,
                                 [&](const QualityReport&) {
                                     if (++growths == 1)
                                         begun.set_value();
                                 },
                                 [&](QualityId, const Result<QualityReport>& report) { running.set_value(report); }});
        begun.get_future().wait();
        request.id = 4;
        service->measureQuality(request, {nullptr, nullptr, [&](QualityId, const Result<QualityReport>& report) {
                                              waiting.set_value(report);
                                          }});
        service->cancelQuality(4);
        QVERIFY(!waiting.get_future().get().has_value());
        service->start(requestWith(1, "quick"), listener.callbacks()); // postpones the one that runs
        QVERIFY(listener.waitForFinished(1));
        auto outcome = running.get_future();
        QVERIFY(outcome.wait_for(5s) == std::future_status::ready);
        QVERIFY(outcome.get().has_value());
        QCOMPARE(growths.load(), 2);
    }

    void studiesGrowAndEndOnce_data() {
        QTest::addColumn<bool>("isCancelled");
        QTest::newRow("done") << false;
        QTest::newRow("cancelled") << true;
    }
    void studiesGrowAndEndOnce() {
        QFETCH(bool, isCancelled);
        const auto service = makeService(backendOf({}), {});
        std::promise<void> begun;
        std::promise<Result<StudyReport>> ended;
        StudyRequest request;
        request.id = 4;
        request.kind = isCancelled ? StudyKind::Looks : StudyKind::Heads;
        service->study(request, {nullptr, [&](const StudyReport&) { begun.set_value(); },
                                 [&](StudyId, const Result<StudyReport>& report) { ended.set_value(report); }});
        begun.get_future().wait();
        if (isCancelled)
            service->cancelStudy(4);
        const auto report = ended.get_future().get();
        QCOMPARE(report.has_value(), !isCancelled);
        if (isCancelled)
            QVERIFY(report.error().code == ErrorCode::Canceled);
        else
            QCOMPARE(report->id, StudyId{4});
    }

    void runsAreTakenInOrderAndFinishOnce() {
        Listener listener;
        const auto service = makeService(backendOf({}), {});
        for (RunId id = 1; id <= 20; ++id)
            service->start(requestWith(id, "text " + std::to_string(id)), listener.callbacks());
        QVERIFY(listener.waitForFinished(20));
        std::vector<RunId> expected(20);
        std::iota(expected.begin(), expected.end(), RunId{1});
        QCOMPARE(listener.order(), expected);
        QVERIFY(listener.onlyOnOtherThreads());
    }

    void cancellingARunningRunEndsItWithin200Milliseconds() {
        Listener listener;
        const auto service = makeService(backendOf({}), {});
        service->start(requestWith(1, "slow"), listener.callbacks());
        QVERIFY(listener.waitForProgress(1));
        const auto begin = std::chrono::steady_clock::now();
        service->cancel(1);
        QVERIFY(listener.waitForFinished(1));
        QVERIFY(std::chrono::steady_clock::now() - begin < 200ms);
        QVERIFY(listener.outcomes(1).front().error().code == ErrorCode::Canceled);
    }

    void aWaitingRunIsCancelledWhileAnotherGoesOn() {
        Listener listener;
        const FakeEngine engine;
        const auto service = makeService(backendOf(engine), {});
        service->start(requestWith(1, "slow"), listener.callbacks());
        QVERIFY(listener.waitForProgress(1));
        service->start(requestWith(2, "waiting"), listener.callbacks());
        service->cancel(2);
        QVERIFY(listener.waitForFinished(1));
        QCOMPARE(listener.order(), std::vector<RunId>{2});
        QVERIFY(listener.outcomes(2).front().error().code == ErrorCode::Canceled);
        QCOMPARE(engine.runs->load(), 1);
        service->cancel(1);
        QVERIFY(listener.waitForFinished(2));
        QVERIFY(listener.onlyOnOtherThreads());
    }

    void devicesDoNotWaitForEachOther() {
        Listener listener;
        const auto service = makeService(backendOf({}), {});
        service->start(requestWith(1, "slow"), listener.callbacks());
        RunRequest other = requestWith(2, "on another device");
        other.device = "cuda:0";
        service->start(other, listener.callbacks());
        QVERIFY(listener.waitForFinished(1));
        QCOMPARE(listener.order(), std::vector<RunId>{2});
    }

    void theSameQuestionIsAnsweredFromTheCacheUnderItsOwnId() {
        Listener listener;
        const FakeEngine engine;
        const auto service = makeService(backendOf(engine), {});
        service->start(requestWith(1, "again"), listener.callbacks());
        service->start(requestWith(2, "again"), listener.callbacks());
        QVERIFY(listener.waitForFinished(2));
        QCOMPARE(engine.runs->load(), 1);
        QCOMPARE(listener.outcomes(2).front().value()->id, RunId{2});
        QCOMPARE(listener.outcomes(2).front().value()->targetValue, 5.0);
        QVERIFY(service->memoryUse().cacheBytes > 0);
        QVERIFY(service->memoryUse().processBytes > 0);
    }

    void whatEscapesARunBecomesAnError() {
        Listener listener;
        const auto service = makeService(backendOf({}), {});
        service->start(requestWith(1, "throws"), listener.callbacks());
        service->start(requestWith(2, "after"), listener.callbacks());
        QVERIFY(listener.waitForFinished(2));
        QVERIFY(listener.outcomes(1).front().error().code == ErrorCode::Internal);
        QVERIFY(listener.outcomes(2).front().has_value());
    }

    void modelsAreLoadedListedAndUnloaded() {
        const auto service = makeService(backendOf({}), {});
        QVERIFY(loadThrough(*service, 1, "a").has_value());
        QVERIFY(loadThrough(*service, 2, "b").has_value());
        QCOMPARE(service->loadedModels().size(), std::size_t{2});
        QCOMPARE(service->memoryUse().modelBytes, std::int64_t{200});
        QCOMPARE(service->memoryUse().modelBudgetBytes, std::int64_t{1000});
        std::promise<void> unloaded;
        service->unloadModel("a", [&] { unloaded.set_value(); });
        QVERIFY(unloaded.get_future().wait_for(5s) == std::future_status::ready);
        QCOMPARE(service->loadedModels().size(), std::size_t{1});
        QCOMPARE(service->loadedModels().front().model, std::string("b"));
    }

    void aLoadThatDoesNotFitIsAnErrorAndOneThatIsCancelledEnds() {
        const auto service = makeService(backendOf({}), {});
        QVERIFY(loadThrough(*service, 1, "large").error().code == ErrorCode::OutOfMemory);
        std::promise<void> begun;
        std::promise<Result<LoadedModel>> ended;
        service->loadModel({7, "slow", "auto"}, {[&, told = false](LoadId, const Progress&) mutable {
                                                     if (!std::exchange(told, true))
                                                         begun.set_value();
                                                 },
                                                 [&](LoadId, Result<LoadedModel> loaded) { ended.set_value(loaded); }});
        QVERIFY(begun.get_future().wait_for(5s) == std::future_status::ready);
        // A run of the same number is another thing.
        service->cancel(7);
        auto end = ended.get_future();
        QVERIFY(end.wait_for(20ms) == std::future_status::timeout);
        service->cancelLoad(7);
        QVERIFY(end.wait_for(200ms) == std::future_status::ready);
        QVERIFY(end.get().error().code == ErrorCode::Canceled);
        QVERIFY(service->loadedModels().empty());
    }

    void inspectionsDoNotWaitForRuns() {
        Listener listener;
        const auto service = makeService(backendOf({}), {});
        service->start(requestWith(1, "slow"), listener.callbacks());
        QVERIFY(listener.waitForProgress(1));
        std::promise<Result<ModelReport>> report;
        std::promise<Result<ModelReport>> broken;
        std::promise<Result<TensorHistogram>> histogram;
        service->inspectModel("a", "cpu", [&](Result<ModelReport> found) { report.set_value(found); });
        service->inspectModel("broken", "cpu", [&](Result<ModelReport> found) { broken.set_value(found); });
        service->histogram({"a", "weight", 8}, [&](Result<TensorHistogram> found) { histogram.set_value(found); });
        QCOMPARE(report.get_future().get()->model, std::string("a"));
        QVERIFY(broken.get_future().get().error().code == ErrorCode::Internal);
        QCOMPARE(histogram.get_future().get()->tensor, std::string("weight"));
        QVERIFY(listener.order().empty());
    }

    void closingDeliversEveryOutstandingRun() {
        Listener listener;
        {
            const auto service = makeService(backendOf({}), {});
            service->start(requestWith(1, "slow"), listener.callbacks());
            QVERIFY(listener.waitForProgress(1));
            for (RunId id = 2; id <= 5; ++id)
                service->start(requestWith(id, "never begun"), listener.callbacks());
        }
        QCOMPARE(listener.order().size(), std::size_t{5});
        for (RunId id = 1; id <= 5; ++id) {
            QCOMPARE(listener.outcomes(id).size(), std::size_t{1});
            QVERIFY(listener.outcomes(id).front().error().code == ErrorCode::Canceled);
        }
    }
};

QTEST_GUILESS_MAIN(ServiceTest)
#include "service_test.moc"
