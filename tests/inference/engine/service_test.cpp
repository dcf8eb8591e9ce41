// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/service.h"

#include <QtTest/QTest>

#include <atomic>
#include <chrono>
#include <condition_variable>
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
    backend.makeRun = [engine](const std::string&) { return engine; };
    backend.preview = [](const PreviewRequest&) -> Result<Preview> { return Preview{}; };
    backend.cacheKey = [](const RunRequest& request) -> std::optional<std::string> {
        return request.sample.items.front().text;
    };
    backend.resolveDevice = [](const std::string& device) { return device == "auto" ? "cpu" : device; };
    backend.devices = [] { return DeviceList{}; };
    return backend;
}

} // namespace

class ServiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
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
