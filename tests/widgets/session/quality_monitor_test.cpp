// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/quality_monitor.h"

#include <QtTest/QSignalSpy>
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

QualityReport reportOf(QualityId id) {
    QualityReport report;
    report.id = id;
    QualityFigure figure;
    figure.metric = "deletion";
    figure.value = 0.25;
    figure.curve = {{0, 0.5, 1}, {1, 0.5, 0}};
    figure.order = {2, 0, 1, 3};
    figure.protocol.substrate = "zero";
    report.figures = {figure};
    return report;
}

} // namespace

class QualityMonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMapIsMeasuredOnceItHasStayed() {
        test::FakeService service;
        QualityMonitor monitor(service);
        monitor.watch(explained("chefer"), 1);
        monitor.watch(explained("rollout"), 1);
        QVERIFY(monitor.isMeasuring());
        QTRY_COMPARE(service.measurements.size(), std::size_t{1});
        QCOMPARE(service.measurements.front().request.run.method, std::string("rollout"));
        const auto& [request, callbacks] = service.measurements.front();
        callbacks.grown(reportOf(request.id));
        QTRY_VERIFY(monitor.figure("deletion", Modality::Image) != nullptr);
        QVERIFY(monitor.figure("deletion", Modality::Text) == nullptr);
        callbacks.finished(request.id, reportOf(request.id));
        QTRY_VERIFY(!monitor.isMeasuring());
    }

    void anotherMapEndsTheMeasurement() {
        test::FakeService service;
        QualityMonitor monitor(service);
        monitor.watch(explained("chefer"), 1);
        QTRY_COMPARE(service.measurements.size(), std::size_t{1});
        const auto first = service.measurements.front();
        monitor.stop();
        QCOMPARE(service.canceledQuality, (std::vector<QualityId>{first.request.id}));
        first.callbacks.finished(first.request.id, reportOf(first.request.id));
        QCoreApplication::processEvents();
        QVERIFY(monitor.report().figures.empty());
    }

    void whatTakesLongIsOffered() {
        test::FakeService service;
        QualityMonitor monitor(service);
        monitor.watch(explained("chefer"), 3600);
        QVERIFY(monitor.isOffered() && !monitor.isMeasuring());
        monitor.start();
        QVERIFY(!monitor.isOffered() && monitor.isMeasuring());
        QCOMPARE(service.measurements.size(), std::size_t{1});
    }

    void withoutAMethodThereIsNothingToMeasure() {
        test::FakeService service;
        QualityMonitor monitor(service);
        monitor.watch(explained(""), 1);
        QVERIFY(!monitor.isMeasuring());
    }

    void aPointOfACurveIsAnInput() {
        QualityFigure figure = reportOf(1).figures.front();
        QCOMPARE(perturbedAt(figure, 1).removed, (std::vector<int>{2, 0}));
        QVERIFY(perturbedAt(figure, 0).removed.empty());
        figure.metric = "insertion";
        figure.protocol.substrate = "blur";
        QCOMPARE(perturbedAt(figure, 1).removed, (std::vector<int>{1, 3}));
        QVERIFY(perturbedAt(figure, 1).substrate == Substrate::Blur);
    }
};

QTEST_GUILESS_MAIN(QualityMonitorTest)
#include "quality_monitor_test.moc"
