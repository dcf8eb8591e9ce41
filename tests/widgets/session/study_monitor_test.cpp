// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/study_monitor.h"

#include <QtTest/QTest>

#include "tests/widgets/support/fake_service.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

StudyReport reportOf(const StudyRequest& request, double base) {
    StudyReport report;
    report.id = request.id;
    report.base = base;
    return report;
}

} // namespace

class StudyMonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStudyGrowsAndEnds() {
        test::FakeService service;
        StudyMonitor monitor(service);
        monitor.start({});
        QCOMPARE(service.studies.size(), std::size_t{1});
        QVERIFY(monitor.isRunning());
        const auto study = service.studies.front();
        study.callbacks.progress(study.request.id, {"study", 3, 9});
        study.callbacks.grown(reportOf(study.request, 1));
        QTRY_VERIFY(monitor.report().has_value());
        QCOMPARE(monitor.progress().done, std::int64_t{3});
        QVERIFY(monitor.isRunning());
        study.callbacks.finished(study.request.id, reportOf(study.request, 2));
        QTRY_VERIFY(!monitor.isRunning());
        QCOMPARE(monitor.report()->base, 2.0);
    }

    void whatBelongsToAFormerStudyIsDropped() {
        test::FakeService service;
        StudyMonitor monitor(service);
        monitor.start({});
        monitor.start({});
        QCOMPARE(service.canceledStudies.size(), std::size_t{1});
        const auto former = service.studies[0];
        const auto later = service.studies[1];
        QVERIFY(former.request.id != later.request.id);
        former.callbacks.finished(former.request.id, reportOf(former.request, 1));
        later.callbacks.finished(later.request.id, reportOf(later.request, 2));
        QTRY_VERIFY(!monitor.isRunning());
        QCOMPARE(monitor.report()->base, 2.0);
    }

    void aCancelledStudyKeepsWhatItFound() {
        test::FakeService service;
        StudyMonitor monitor(service);
        monitor.start({});
        const auto study = service.studies.front();
        study.callbacks.grown(reportOf(study.request, 1));
        monitor.cancel();
        QCOMPARE(service.canceledStudies.size(), std::size_t{1});
        study.callbacks.finished(study.request.id, fail(ErrorCode::Canceled, "The run was cancelled."));
        QTRY_VERIFY(!monitor.isRunning());
        QVERIFY(monitor.report().has_value());
        QVERIFY(!monitor.lastError().has_value());
    }

    void anErrorIsKept() {
        test::FakeService service;
        StudyMonitor monitor(service);
        monitor.start({});
        const auto study = service.studies.front();
        study.callbacks.finished(study.request.id, fail(ErrorCode::InvalidInput, "No such thing."));
        QTRY_VERIFY(monitor.lastError().has_value());
        QVERIFY(!monitor.report().has_value());
    }
};

QTEST_GUILESS_MAIN(StudyMonitorTest)
#include "study_monitor_test.moc"
