// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluate.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <set>

#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

EvaluationRequest tinyEvaluation() {
    EvaluationRequest request;
    request.model = test::tinyModel.string();
    request.device = "cpu";
    return request;
}

} // namespace

class EvaluateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theHeldOutSetAsksEveryMetric() {
        EvaluationRequest request = tinyEvaluation();
        request.limit = 4;
        request.methods = {"rollout", "chefer"};
        const auto evaluation = evaluate(request, {});
        QVERIFY2(evaluation.has_value(), evaluation ? "" : describe(evaluation.error()).c_str());
        std::set<std::string> metrics;
        for (const EvaluationRow& row : evaluation->rows) {
            metrics.insert(row.metric);
            QVERIFY(row.count > 0);
            QVERIFY(row.low <= row.mean && row.mean <= row.high);
            QVERIFY(row.chance > 0 && row.chance < 1);
            const bool isPointing = row.metric.starts_with("pointing");
            QCOMPARE(!row.method.empty(), isPointing);
            QCOMPARE(row.secondsPerMap.has_value(), isPointing);
            QVERIFY(!isPointing || (*row.secondsPerMap > 0 && *row.bytesPerMap > 0));
        }
        QCOMPARE(metrics, (std::set<std::string>{"recall_at_1", "matching", "pointing", "pointing_audio"}));
        QVERIFY(evaluation->notices.empty());
        QVERIFY(!evaluation->modelHash.empty());
    }

    // One picture and one text can be told apart from nothing: what cannot be asked is said, and no figure is made up.
    void whatSamplesLackIsSaid() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        test::writeMedia(folder);
        std::ofstream(folder / "samples.jsonl")
            << R"({"id": "one", "images": ["a.png"], "texts": ["a red square"]})" << '\n';
        EvaluationRequest request = tinyEvaluation();
        request.samples = folder / "samples.jsonl";
        const auto evaluation = evaluate(request, {});
        QVERIFY2(evaluation.has_value(), evaluation ? "" : describe(evaluation.error()).c_str());
        QCOMPARE(evaluation->rows.size(), std::size_t{1});
        QCOMPARE(evaluation->rows.front().metric, std::string("recall_at_1"));
        QCOMPARE(*evaluation->rows.front().chance, 1.0);
        QCOMPARE(evaluation->notices.size(), std::size_t{3});
    }

    // Faithfulness needs no truth, so samples of one's own have a table too.
    void mapsOfSamplesWithoutTruthAreJudged() {
        const QTemporaryDir dir;
        const std::filesystem::path folder = dir.path().toStdString();
        test::writeMedia(folder);
        std::ofstream(folder / "samples.jsonl")
            << R"({"id": "one", "images": ["a.png"], "texts": ["a red square"]})" << '\n'
            << R"({"id": "two", "images": ["a.png"], "texts": ["two blue rings"]})" << '\n';
        EvaluationRequest request = tinyEvaluation();
        request.samples = folder / "samples.jsonl";
        request.methods = {"chefer", "rollout"};
        request.metrics = {"deletion", "randomisation"};
        const auto evaluation = evaluate(request, {});
        QVERIFY2(evaluation.has_value(), evaluation ? "" : describe(evaluation.error()).c_str());
        std::set<std::string> methods;
        for (const EvaluationRow& row : evaluation->rows) {
            methods.insert(row.method);
            QCOMPARE(row.count, std::int64_t{2});
            QVERIFY(!row.protocol.empty() && !row.objects && row.secondsPerMap);
            QCOMPARE(row.chance.has_value(), row.metric == "deletion");
        }
        QCOMPARE(methods, (std::set<std::string>{"chefer", "rollout"}));
    }

    void scenesAreSplitByTheirObjects() {
        EvaluationRequest request = tinyEvaluation();
        request.limit = 6;
        request.methods = {"chefer"};
        request.metrics = {"iou_best", "average_precision"};
        const auto evaluation = evaluate(request, {});
        QVERIFY2(evaluation.has_value(), evaluation ? "" : describe(evaluation.error()).c_str());
        std::int64_t all = 0;
        std::int64_t split = 0;
        for (const EvaluationRow& row : evaluation->rows)
            (row.objects ? split : all) += row.count;
        QVERIFY(all > 0);
        QCOMPARE(split, all);
    }

    // Cross-attention models have no token of a vision tower to read, which some of the methods need.
    void methodsThatTheModelCannotDoAreLeftOutUnlessNamed() {
        EvaluationRequest request = tinyEvaluation();
        request.limit = 2;
        request.metrics = {"pointing"};
        const auto evaluation = evaluate(request, {});
        QVERIFY2(evaluation.has_value(), evaluation ? "" : describe(evaluation.error()).c_str());
        std::set<std::string> methods;
        for (const EvaluationRow& row : evaluation->rows)
            methods.insert(row.method);
        QVERIFY(methods.contains("chefer") && methods.contains("rollout") && !methods.contains("grad_eclip"));
        QVERIFY(std::ranges::any_of(evaluation->notices, [](const std::string& notice) {
            return notice.starts_with("grad_eclip is left out: ");
        }));
        request.methods = {"chefer", "grad_eclip"};
        const auto named = evaluate(request, {});
        QVERIFY(!named && named.error().code == ErrorCode::Unsupported);
        QVERIFY(named.error().where.starts_with("grad_eclip"));
    }

    void unknownNamesAreRefusedBeforeTheModelIsLoaded() {
        EvaluationRequest request = tinyEvaluation();
        request.model = "/nowhere";
        request.metrics = {"accuracy"};
        const auto metric = evaluate(request, {});
        QVERIFY(!metric && metric.error().code == ErrorCode::InvalidInput);
        QCOMPARE(metric.error().where, std::string("accuracy"));
        request.metrics.clear();
        request.methods = {"guess"};
        QVERIFY(evaluate(request, {}).error().code == ErrorCode::InvalidInput);
    }

    void cancellingEndsIt() {
        CancelSource source;
        source.request_stop();
        const auto evaluation = evaluate(tinyEvaluation(), {source.get_token(), nullptr});
        QVERIFY(!evaluation && evaluation.error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(EvaluateTest)
#include "evaluate_test.moc"
