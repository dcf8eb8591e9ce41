// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/run_controller.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <thread>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

class RunControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingArrivesBeforeTheEventLoop() {
        auto service = std::make_shared<test::FakeService>();
        RunController runs(service);
        int finished = 0;
        connect(&runs, &RunController::finished, this, [&](const RunOutcome& outcome) {
            QVERIFY(outcome.has_value());
            QCOMPARE((*outcome)->request.sample, test::fakeSample());
            ++finished;
        });
        RunRequest request;
        request.sample = test::fakeSample();
        runs.start(request);
        QCOMPARE(finished, 0);
        QVERIFY(runs.isRunning());
        QTRY_COMPARE(finished, 1);
        QVERIFY(!runs.isRunning());
    }

    void aSupersededRunIsCanceledAndItsResultDropped() {
        auto service = std::make_shared<test::FakeService>(false);
        RunController runs(service);
        std::vector<RunId> ended;
        connect(&runs, &RunController::finished, this,
                [&](const RunOutcome& outcome) { ended.push_back((*outcome)->id); });
        const RunId first = runs.start({});
        const RunId second = runs.start({});
        QVERIFY(first != second);
        QCOMPARE(service->canceled, (std::vector<RunId>{first}));
        service->finishNext();
        service->finishNext();
        QTRY_COMPARE(ended.size(), std::size_t{1});
        QCOMPARE(ended.front(), second);
    }

    void anAbandonedRunIsNeverHeardOf() {
        auto service = std::make_shared<test::FakeService>(false);
        RunController runs(service);
        QSignalSpy progressed(&runs, &RunController::progressed);
        QSignalSpy finished(&runs, &RunController::finished);
        runs.start({});
        service->progress({"forward", 1, 2});
        runs.abandon();
        service->finishNext();
        QTest::qWait(20);
        QCOMPARE(progressed.count(), 0);
        QCOMPARE(finished.count(), 0);
    }

    void onlyTheNewestProgressIsKept() {
        auto service = std::make_shared<test::FakeService>(false);
        RunController runs(service);
        std::vector<std::int64_t> done;
        connect(&runs, &RunController::progressed, this,
                [&](const Progress& progress) { done.push_back(progress.done); });
        runs.start({});
        for (int i = 1; i <= 1000; ++i)
            service->progress({"forward", i, 1000});
        QTRY_VERIFY(!done.empty());
        QCOMPARE(done, (std::vector<std::int64_t>{1000}));
    }

    void callbacksFromAThreadAfterTheEndAreHarmless() {
        auto service = std::make_shared<test::FakeService>(false);
        auto runs = std::make_unique<RunController>(service);
        const QThread* signalled = nullptr;
        connect(runs.get(), &RunController::progressed, this, [&] { signalled = QThread::currentThread(); });
        runs->start({});
        std::thread([&] { service->progress({"load", 1, 2}); }).join();
        QTRY_VERIFY(signalled);
        QCOMPARE(signalled, QThread::currentThread());
        runs.reset();
        std::thread([&] { service->finishNext(); }).join();
        QTest::qWait(10);
    }
};

QTEST_GUILESS_MAIN(RunControllerTest)
#include "run_controller_test.moc"
