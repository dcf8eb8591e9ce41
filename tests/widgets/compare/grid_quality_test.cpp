// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/grid_quality.h"

#include <QtTest/QTest>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

RunRequest explained(const std::string& method) {
    RunRequest run;
    run.method = method;
    return run;
}

QualityReport reportOf(QualityId id, double deletion) {
    QualityReport report;
    report.id = id;
    QualityFigure figure;
    figure.metric = "deletion";
    figure.value = deletion;
    report.figures = {figure};
    return report;
}

double deletionOf(const GridQuality& quality, const std::string& method) {
    const GridQuality::Entry* entry = quality.find(explained(method));
    return entry == nullptr || entry->report.figures.empty() ? -1 : entry->report.figures.front().value;
}

struct Grid {
    std::shared_ptr<test::FakeService> service = std::make_shared<test::FakeService>();
    GridQuality quality{service};

    void show(const std::vector<std::string>& methods, double expectedSeconds = 1) {
        std::vector<QualityTask> tasks;
        for (const std::string& method : methods)
            tasks.push_back({explained(method), expectedSeconds});
        quality.watch(tasks);
        quality.setActive(true);
    }

    // Answers the newest measurement.
    void answer(double deletion) {
        const auto [request, callbacks] = service->measurements.back();
        callbacks.finished(request.id, reportOf(request.id, deletion));
    }
};

} // namespace

class GridQualityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void mapsAreMeasuredOneAfterTheOther() {
        Grid grid;
        grid.show({"chefer", "rollout"});
        QVERIFY(grid.quality.isMeasuring());
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        grid.answer(0.25);
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{2});
        QCOMPARE(grid.service->measurements.back().request.run.method, std::string("rollout"));
        grid.answer(0.5);
        QTRY_COMPARE(grid.quality.doneCount(), 2);
        QVERIFY(!grid.quality.isMeasuring());
        QCOMPARE(deletionOf(grid.quality, "chefer"), 0.25);
        QCOMPARE(deletionOf(grid.quality, "rollout"), 0.5);
    }

    void figuresShowWhileTheyGrow() {
        Grid grid;
        grid.show({"chefer"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        const auto [request, callbacks] = grid.service->measurements.back();
        callbacks.grown(reportOf(request.id, 0.75));
        QTRY_COMPARE(deletionOf(grid.quality, "chefer"), 0.75);
        QVERIFY(grid.quality.isMeasuring());
    }

    void theMeasurementOfAMapThatIsGoneEnds() {
        Grid grid;
        grid.show({"chefer", "rollout"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        const QualityId first = grid.service->measurements.back().request.id;
        grid.show({"rollout"});
        QCOMPARE(grid.service->canceledQuality, (std::vector<QualityId>{first}));
        QVERIFY(grid.quality.find(explained("chefer")) == nullptr);
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{2});
    }

    void whatWasMeasuredStays() {
        Grid grid;
        grid.show({"chefer"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        grid.answer(0.25);
        QTRY_COMPARE(grid.quality.doneCount(), 1);
        grid.show({});
        grid.show({"chefer"});
        QCOMPARE(grid.quality.doneCount(), 1);
        QCOMPARE(deletionOf(grid.quality, "chefer"), 0.25);
    }

    void whatTakesLongIsOffered() {
        Grid grid;
        grid.show({"rise"}, 3600);
        QVERIFY(grid.quality.isOffered() && !grid.quality.isMeasuring());
        QCOMPARE(grid.quality.offeredSeconds(), 3600.0);
        grid.quality.start();
        QVERIFY(!grid.quality.isOffered() && grid.quality.isMeasuring());
        QCOMPARE(grid.service->measurements.size(), std::size_t{1});
    }

    void cancelledMapsAreOffered() {
        Grid grid;
        grid.show({"chefer", "rollout"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        grid.quality.cancel();
        QCOMPARE(grid.service->canceledQuality.size(), std::size_t{1});
        QVERIFY(grid.quality.isOffered() && !grid.quality.isMeasuring());
        grid.answer(0.25); // too late
        QCoreApplication::processEvents();
        QCOMPARE(grid.quality.doneCount(), 0);
    }

    void nothingIsMeasuredWhileNobodyLooks() {
        Grid grid;
        grid.show({"chefer"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        grid.quality.setActive(false);
        QCOMPARE(grid.service->canceledQuality.size(), std::size_t{1});
        QVERIFY(!grid.quality.isMeasuring());
        grid.quality.setActive(true);
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{2});
    }

    void whatWasMeasuredElsewhereIsTaken() {
        Grid grid;
        grid.show({"chefer"});
        grid.quality.adopt(explained("chefer"), reportOf(7, 0.5));
        QCOMPARE(grid.quality.doneCount(), 1);
        QTest::qWait(600);
        QVERIFY(grid.service->measurements.empty());
    }

    void anErrorIsToldAndTriedAgain() {
        Grid grid;
        grid.show({"chefer"});
        QTRY_COMPARE(grid.service->measurements.size(), std::size_t{1});
        const auto [request, callbacks] = grid.service->measurements.back();
        callbacks.finished(request.id, triptych::fail(ErrorCode::OutOfMemory, "no room", "quality"));
        QTRY_VERIFY(grid.quality.isOffered());
        QCOMPARE(grid.quality.find(explained("chefer"))->error->detail, std::string("no room"));
        grid.quality.start();
        QCOMPARE(grid.service->measurements.size(), std::size_t{2});
    }

    void rawAttentionIsJudgedByItsLayerAndHeads() {
        CellPlan plan;
        plan.request.method = "attention";
        plan.choice.rawAttention = true;
        plan.choice.layer = 2;
        plan.choice.heads = numerics::HeadReduction::One;
        plan.choice.head = 3;
        RunRequest judged = judgedRequest(plan);
        QCOMPARE(judged.parameters["layer"], std::string("2"));
        QCOMPARE(judged.parameters["head"], std::string("3"));
        plan.choice.layer = -1;
        plan.choice.heads = numerics::HeadReduction::Max;
        judged = judgedRequest(plan);
        QCOMPARE(judged.parameters["layer"], std::string("last"));
        QCOMPARE(judged.parameters["head"], std::string("max"));
    }
};

QTEST_GUILESS_MAIN(GridQualityTest)
#include "grid_quality_test.moc"
