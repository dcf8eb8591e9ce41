// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/local_service.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <atomic>
#include <chrono>
#include <future>

#include "inference/engine/catalogue.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

// Waits for one run.
RunOutcome runThrough(InferenceService& service, const RunRequest& request) {
    std::promise<RunOutcome> promise;
    auto future = promise.get_future();
    service.start(request, {nullptr, [&](RunId, RunOutcome outcome) { promise.set_value(std::move(outcome)); }});
    return future.get();
}

} // namespace

class LocalServiceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(folder()); }

    void aRunComesBackWithItsIdAndIsCached() {
        const auto service = makeLocalService();
        RunRequest request = test::tinyRequest(folder(), "ita");
        request.id = 1;
        request.method = "chefer";
        request.watch.kind = Watch::Kind::All;
        const auto first = runThrough(*service, request);
        QVERIFY2(first.has_value(), first ? "" : describe(first.error()).c_str());
        QVERIFY(service->memoryUse().cacheBytes > 0);
        request.id = 2;
        const auto second = runThrough(*service, request);
        QVERIFY(second.has_value());
        QCOMPARE((*second)->id, RunId{2});
        QVERIFY((*second)->relevance == (*first)->relevance);
        // The very same times mean that nothing was computed.
        QVERIFY((*second)->times == (*first)->times);
    }

    void withoutABudgetNothingIsKept() {
        const auto service = makeLocalService({.cacheBudgetBytes = 0});
        QVERIFY(runThrough(*service, test::tinyRequest(folder(), "it")).has_value());
        QCOMPARE(service->memoryUse().cacheBytes, std::int64_t{0});
    }

    void aVanishedModelIsNotAnsweredFromTheCache() {
        const auto copy = folder() / "copy";
        std::filesystem::copy(test::tinyModel, copy);
        const auto service = makeLocalService();
        RunRequest request = test::tinyRequest(folder(), "it");
        request.model = copy.string();
        QVERIFY(runThrough(*service, request).has_value());
        std::filesystem::remove_all(copy);
        request.id = 2;
        const auto gone = runThrough(*service, request);
        QVERIFY(!gone.has_value());
        QVERIFY(gone.error().code == ErrorCode::FileMissing);
    }

    void aWaitingRunIsCancelledWithin200Milliseconds() {
        const auto service = makeLocalService({.cacheBudgetBytes = 0});
        constexpr RunId runs = 8;
        std::vector<std::promise<RunOutcome>> promises(runs);
        for (RunId id = 0; id < runs; ++id) {
            RunRequest request = test::tinyRequest(folder(), "ita");
            request.id = id;
            request.method = "chefer";
            service->start(request, {nullptr, [&, id](RunId, RunOutcome outcome) { promises[id].set_value(outcome); }});
        }
        const auto begin = std::chrono::steady_clock::now();
        service->cancel(runs - 1);
        const RunOutcome last = promises[runs - 1].get_future().get();
        const auto waited = std::chrono::steady_clock::now() - begin;
        QVERIFY(!last.has_value() && last.error().code == ErrorCode::Canceled);
        QVERIFY(waited < std::chrono::milliseconds(200));
        for (RunId id = 0; id + 1 < runs; ++id)
            QVERIFY(promises[id].get_future().get().has_value());
    }

    void modelsAreLoadedWithProgressAndCanBeCancelled() {
        const auto service = makeLocalService();
        std::promise<Result<LoadedModel>> promise;
        std::atomic<int> reports = 0;
        service->loadModel({1, test::tinyModel.string(), "cpu"},
                           {[&](LoadId, const Progress&) { ++reports; },
                            [&](LoadId, Result<LoadedModel> loaded) { promise.set_value(std::move(loaded)); }});
        const auto loaded = promise.get_future().get();
        QVERIFY2(loaded.has_value(), loaded ? "" : describe(loaded.error()).c_str());
        QCOMPARE(loaded->family, std::string("tri"));
        QCOMPARE(loaded->device, std::string("cpu"));
        QVERIFY(reports > 0);
        QCOMPARE(service->loadedModels().size(), std::size_t{1});
        QCOMPARE(service->memoryUse().modelBytes, loaded->weightBytes);

        std::promise<Result<LoadedModel>> stopped;
        service->loadModel({2, "builtin-that-is-not", "cpu"},
                           {nullptr, [&](LoadId, Result<LoadedModel> end) { stopped.set_value(std::move(end)); }});
        service->cancelLoad(2);
        const auto end = stopped.get_future().get();
        QVERIFY(!end.has_value());
        QVERIFY(end.error().code == ErrorCode::Canceled || end.error().code == ErrorCode::FileMissing);
        QCOMPARE(service->loadedModels().size(), std::size_t{1});
    }

    void previewsComeWithoutAModel() {
        const auto service = makeLocalService();
        std::promise<Result<Preview>> promise;
        service->preview({{Modality::Image, {}, folder() / "a.png"}, 16},
                         [&](Result<Preview> preview) { promise.set_value(std::move(preview)); });
        const auto preview = promise.get_future().get();
        QVERIFY(preview.has_value());
        QCOMPARE(preview->picture.width, 16);
    }

    void listingsComeFromTheRegistries() {
        const auto service = makeLocalService();
        QVERIFY(service->methods() == methods());
        QVERIFY(service->metrics() == metrics());
        QCOMPARE(service->builtinModels(), (std::vector<std::string>{"builtin", "builtin-plain"}));
        QCOMPARE(service->devices().devices.front().id, std::string("cpu"));
        QVERIFY(service->devices().devices.front().memoryBytes > 0);
    }
};

QTEST_GUILESS_MAIN(LocalServiceTest)
#include "local_service_test.moc"
