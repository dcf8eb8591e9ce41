// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/run.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <numeric>

#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

const AttentionMap& mapNamed(const RunResult& result, const std::string& name) {
    return *std::ranges::find(result.attention, name, &AttentionMap::name);
}

ErrorCode codeOf(const Result<RunOutput>& output) {
    return output ? ErrorCode::Internal : output.error().code;
}

} // namespace

class RunTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    RunRequest request(const std::string& modalities) const { return test::tinyRequest(folder(), modalities); }

private Q_SLOTS:
    void initTestCase() { test::writeMedia(folder()); }

    void theResultHoldsWhatViewsNeed() {
        RunRequest asked = request("ita");
        asked.id = 5;
        asked.method = "chefer";
        asked.watch.kind = Watch::Kind::All;
        const auto output = runOnce(asked, {}, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        const RunResult& result = output->result;
        QCOMPARE(result.id, RunId{5});
        QCOMPARE(result.device, std::string("cpu"));
        QVERIFY(result.target.kind == TargetKind::Match);
        QCOMPARE(result.targetValue, result.targetValue);
        QCOMPARE(result.request.parameters.at("start_layer"), std::string("all"));
        QVERIFY(result.missingModalities.empty());
        QVERIFY(result.scores.contains("scores.image_text") && result.scores.contains("scores.match"));

        const auto tokens = static_cast<std::int64_t>(result.inputs.tokens.size());
        const std::int64_t frames = result.inputs.audioAxis.frames;
        QCOMPARE(result.relevance.image.shape(), (Shape{8, 8}));
        QCOMPARE(result.relevance.text.shape(), Shape{tokens});
        QCOMPARE(result.relevance.audio.shape(), Shape{frames});
        QCOMPARE(result.relevance.links.textImage.shape(), (Shape{tokens, 8, 8}));
        QCOMPARE(result.relevance.links.audioImage.shape(), (Shape{frames, 8, 8}));
        QCOMPARE(result.relevance.links.textAudio.shape(), (Shape{tokens, frames}));
        QCOMPARE(result.relevance.links.audioText.shape(), (Shape{frames, tokens}));
        QCOMPARE(result.times.front().stage, std::string("load"));
        QCOMPARE(result.times.back().stage, std::string("explain"));
    }

    void everyMapSaysWhereItsUnitsStand() {
        RunRequest asked = request("ita");
        asked.watch.kind = Watch::Kind::All;
        const auto output = runOnce(asked, {}, {});
        QVERIFY(output.has_value());
        for (const AttentionMap& map : output->result.attention) {
            QCOMPARE(map.weights.rank(), std::size_t{3});
            QVERIFY2(!map.keys.empty(), map.name.c_str());
            for (std::int64_t head = 0; head < map.weights.extent(0); ++head)
                for (std::int64_t query = 0; query < map.weights.extent(1); ++query) {
                    const auto row = map.weights.row({head, query});
                    QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1.0) < 1e-5);
                }
        }
        const AttentionMap& cross = mapNamed(output->result, "fusion.layers.1.cross_attention");
        QVERIFY(cross.cross);
        QCOMPARE(cross.layer, 1);
        QCOMPARE(cross.keys, (std::vector<AxisSegment>{{Modality::Image, 0, 64}}));
        QCOMPARE(cross.queries.size(), std::size_t{2});
        QCOMPARE(output->result.attention.front().tower, std::string("vision"));
    }

    void relevancyIsNeverNegativeAndLeavesSpecialTokensOut() {
        for (const char* start : {"all", "last"}) {
            RunRequest asked = request("ita");
            asked.method = "chefer";
            asked.parameters["start_layer"] = start;
            const auto output = runOnce(asked, {}, {});
            QVERIFY(output.has_value());
            const Relevance& relevance = output->result.relevance;
            for (const FloatArray* array : {&relevance.image, &relevance.text, &relevance.audio,
                                            &relevance.links.textImage, &relevance.links.audioImage}) {
                QVERIFY(*std::ranges::min_element(array->values()) >= -1e-6f);
                QVERIFY(*std::ranges::max_element(array->values()) > 0.0f);
            }
        }
    }

    void rawAttentionIsTheMapItself() {
        RunRequest asked = request("it");
        asked.method = "attention";
        asked.parameters = {{"layer", "0"}, {"head", "1"}};
        asked.watch = {Watch::Kind::Globs, {"fusion.layers.0.cross_attention"}};
        const auto output = runOnce(asked, {}, {});
        QVERIFY(output.has_value());
        QCOMPARE(output->result.attention.size(), std::size_t{1});
        const auto head = output->result.attention.front().weights.row({1});
        const auto links = output->result.relevance.links.textImage.values();
        QVERIFY(std::ranges::equal(head, links));
    }

    void rolloutOfTheImageIsADistribution() {
        RunRequest asked = request("it");
        asked.method = "rollout";
        const auto output = runOnce(asked, {}, {});
        QVERIFY(output.has_value());
        const auto image = output->result.relevance.image.values();
        QVERIFY(std::abs(std::accumulate(image.begin(), image.end(), 0.0) - 1.0) < 1e-4);
    }

    void aPairIsReadThroughBothTowers() {
        RunRequest asked = request("ita");
        asked.target = *parseTarget("pair:audio=0,text=0");
        asked.method = "chefer";
        const auto output = runOnce(asked, {}, {});
        QVERIFY(output.has_value());
        QVERIFY(output->result.relevance.image.empty());
        QVERIFY(!output->result.relevance.text.empty() && !output->result.relevance.audio.empty());
        QCOMPARE(static_cast<float>(output->result.targetValue),
                 output->result.scores.at("scores.text_audio").values()[0]);
    }

    void everySubsetOfTheModalitiesRuns_data() {
        QTest::addColumn<QString>("modalities");
        QTest::addColumn<bool>("hasTarget");
        for (const char* two : {"it", "ia", "ta", "ita"})
            QTest::newRow(two) << two << true;
        for (const char* one : {"i", "t", "a"})
            QTest::newRow(one) << one << false;
    }

    void everySubsetOfTheModalitiesRuns() {
        QFETCH(QString, modalities);
        QFETCH(bool, hasTarget);
        RunRequest asked = request(modalities.toStdString());
        asked.method = "chefer";
        asked.watch.kind = Watch::Kind::All;
        const auto output = runOnce(asked, {}, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        QCOMPARE(static_cast<int>(output->result.missingModalities.size()), 3 - static_cast<int>(modalities.size()));
        QVERIFY(!output->result.attention.empty());
        const Relevance& relevance = output->result.relevance;
        QCOMPARE(relevance.image.empty() && relevance.text.empty() && relevance.audio.empty(), !hasTarget);
        QCOMPARE(output->result.notices.empty(), hasTarget);
    }

    void watchingDoesNotChangeTheScores() {
        const auto fused = runOnce(request("ita"), {}, {});
        RunRequest watched = request("ita");
        watched.watch.kind = Watch::Kind::All;
        const auto explicitly = runOnce(watched, {}, {});
        QVERIFY(fused.has_value() && explicitly.has_value());
        QVERIFY(fused->result.attention.empty());
        for (const auto& [name, table] : fused->result.scores)
            for (std::size_t i = 0; i < table.size(); ++i)
                QVERIFY(std::abs(table.values()[i] - explicitly->result.scores.at(name).values()[i]) < 2e-5f);
    }

    void theTraceHoldsWhatWasWatchedAndItsGradients() {
        RunRequest asked = request("it");
        asked.watch = {Watch::Kind::Globs, {"fusion.*"}};
        RunOptions options;
        options.keepTrace = true;
        options.gradientsOf = Target{};
        const auto output = runOnce(asked, options, {});
        QVERIFY(output.has_value());
        QVERIFY(output->trace.contains("input.pixel_values") && output->trace.contains("logits.match"));
        QVERIFY(output->trace.contains("fusion.layers.0.attention"));
        QVERIFY(!output->trace.contains("text.layers.0.attention"));
        QVERIFY(output->trace.contains("grad.fusion.layers.0.cross_attention"));
        QVERIFY(output->trace.contains("grad.vision.layers.0.attention"));
        // The match does not depend on the pooling of the joint embedding.
        QVERIFY(!output->trace.contains("grad.vision.pool.attention"));
    }

    void repeatedRunsAreTimed() {
        RunOptions options;
        options.repeat = 3;
        const auto output = runOnce(request("it"), options, {});
        QVERIFY(output.has_value() && output->medianSeconds && *output->medianSeconds > 0);
    }

    void badRequestsAreNamed() {
        QVERIFY(codeOf(runOnce(request(""), {}, {})) == ErrorCode::InvalidInput);

        RunRequest asked = request("it");
        asked.target = *parseTarget("pair:0,7");
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);
        asked.target = *parseTarget("pair:audio=0,text=0");
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);

        asked = request("it");
        asked.method = "guess";
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);
        asked.method = "chefer";
        asked.parameters["layer"] = "1";
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);
        asked.method = "attention";
        asked.parameters = {{"layer", "9"}};
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);
        asked.parameters = {{"head", "2"}};
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::InvalidInput);

        asked = request("it");
        asked.device = "cuda:99";
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::DeviceUnavailable);
        asked = request("it");
        asked.model = (folder() / "nowhere").string();
        QVERIFY(codeOf(runOnce(asked, {}, {})) == ErrorCode::FileMissing);
    }

    void aStoppedRunIsCancelled() {
        CancelSource source;
        source.request_stop();
        QVERIFY(codeOf(runOnce(request("it"), {}, {source.get_token(), nullptr})) == ErrorCode::Canceled);
    }

    void weightsThatAreNotNumbersNameTheirTensor() {
        const auto broken = folder() / "broken";
        std::filesystem::copy(test::tinyModel, broken);
        const auto weights = broken / "model.safetensors";
        const auto end = static_cast<std::streamoff>(std::filesystem::file_size(weights));
        std::fstream file(weights, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(end - 4);
        file.write("\x00\x00\xc0\x7f", 4);
        file.close();
        RunRequest asked = request("it");
        asked.model = broken.string();
        const auto output = runOnce(asked, {}, {});
        QVERIFY(codeOf(output) == ErrorCode::NotFinite);
        QVERIFY(!output.error().where.empty());
    }

    void aFolderThatVanishesIsNoticed() {
        const auto copy = folder() / "copy";
        std::filesystem::copy(test::tinyModel, copy);
        RunRequest asked = request("it");
        asked.model = copy.string();
        Runner runner("cpu");
        QVERIFY(runner.run(asked, {}, {}).has_value());
        std::filesystem::remove_all(copy);
        QVERIFY(codeOf(runner.run(asked, {}, {})) == ErrorCode::FileMissing);
    }
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
