// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/quality.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <set>

#include "inference/engine/run.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

QualityRequest tinyQuality(const std::filesystem::path& folder, const std::string& method,
                           std::vector<std::string> metrics) {
    QualityRequest request;
    request.id = 7;
    request.run = test::tinyRequest(folder, "ita");
    request.run.method = method;
    request.metrics = std::move(metrics);
    request.steps = 4;
    return request;
}

} // namespace

class MeasureTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    std::filesystem::path m_folder;

private Q_SLOTS:
    void initTestCase() {
        m_folder = m_dir.path().toStdString();
        test::writeMedia(m_folder);
    }

    void everyMetricOfMapsIsMeasuredForEveryModality() {
        Runner runner("cpu");
        const auto report =
            runner.measure(tinyQuality(m_folder, "chefer",
                                       {"deletion", "insertion", "positive_perturbation", "negative_perturbation",
                                        "road_morf", "road_lerf", "infidelity", "completeness", "sensitivity"}),
                           {}, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        std::set<std::string> image;
        std::set<Modality> deleted;
        for (const QualityFigure& figure : report->figures) {
            QVERIFY(std::isfinite(figure.value));
            QVERIFY(!toString(figure.protocol).empty());
            if (figure.modality == Modality::Image)
                image.insert(figure.metric);
            if (figure.metric == "deletion")
                deleted.insert(figure.modality);
        }
        QCOMPARE(image.size(), std::size_t{9});
        QCOMPARE(deleted.size(), std::size_t{3});
    }

    // The first point of a deletion is the target as the run gives it: the game plays on the model itself.
    void curvesBeginAtTheTarget() {
        Runner runner("cpu");
        const QualityRequest request = tinyQuality(m_folder, "chefer", {"deletion"});
        const auto report = runner.measure(request, {}, {});
        const auto run = runner.run(request.run, {}, {});
        QVERIFY(report && run);
        for (const QualityFigure& figure : report->figures) {
            QVERIFY(qAbs(figure.curve.values.front() - run->result.targetValue) < 1e-5);
            QVERIFY(figure.curve.values.front() != figure.curve.values.back());
        }
    }

    void randomisationResetsCopiesAndNotTheModel() {
        Runner runner("cpu");
        QualityRequest request = tinyQuality(m_folder, "chefer", {"randomisation"});
        const auto before = runner.run(request.run, {}, {});
        std::size_t growths = 0;
        const auto report = runner.measure(request,
                                           [&](const QualityReport& part) {
                                               QCOMPARE(part.id, QualityId{7});
                                               ++growths;
                                           },
                                           {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        QVERIFY(report->randomisation && report->randomisation->isComplete());
        QCOMPARE(growths, report->randomisation->steps.size());
        QVERIFY(report->randomisation->steps.size() > 3);
        QVERIFY(report->randomisation->steps.back().spearman < 0.9);
        const auto again = runner.measure(request, {}, {});
        QCOMPARE(*again->randomisation, *report->randomisation);
        const auto after = runner.run(request.run, {}, {});
        QVERIFY(before->result.relevance == after->result.relevance);
    }

    void whatCannotBeMeasuredIsRefused() {
        Runner runner("cpu");
        const auto unknown = runner.measure(tinyQuality(m_folder, "chefer", {"beauty"}), {}, {});
        QVERIFY(!unknown && unknown.error().code == ErrorCode::InvalidInput);
        QCOMPARE(unknown.error().where, std::string("beauty"));
        QVERIFY(!runner.measure(tinyQuality(m_folder, "", {"deletion"}), {}, {}));
        CancelSource source;
        source.request_stop();
        const auto canceled =
            runner.measure(tinyQuality(m_folder, "chefer", {"deletion"}), {}, {source.get_token(), nullptr});
        QVERIFY(!canceled && canceled.error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(MeasureTest)
#include "measure_test.moc"
