// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/causes.h"

#include <QtTest/QTest>

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <variant>

#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

StudyRequest lensOf(const std::string& family) {
    const std::filesystem::path folder = std::filesystem::path(TRIPTYCH_TEST_DATA) / "parity" / family;
    StudyRequest request;
    request.kind = StudyKind::Lens;
    request.run.model = (folder / "model").string();
    request.run.device = "cpu";
    const auto sample = formats::readSampleFile(folder / "cases" / "0" / "input.json");
    if (sample)
        request.run.sample = *sample;
    return request;
}

// The chance of every token of `ids` [1, n] that follows the prompt, from logits [1, m, vocabulary] whose row `first`
// stands before the first of them.
std::vector<double> chances(const FloatArray& logits, std::int64_t first, const NdArray<std::int64_t>& ids,
                            std::int64_t prompt) {
    std::vector<double> found;
    for (std::int64_t i = prompt; i < ids.extent(1); ++i) {
        const std::span<const float> row = logits.row({0, first + i - prompt});
        double sum = 0;
        const double most = *std::ranges::max_element(row);
        for (const float value : row)
            sum += std::exp(value - most);
        const auto id = static_cast<std::size_t>(ids.row({0})[static_cast<std::size_t>(i)]);
        found.push_back(std::exp(row[id] - most) / sum);
    }
    return found;
}

} // namespace

class LogitLensTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastLayerWritesWhatTheModelDoes_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<bool>("wholeLogits"); // over the prompt too
        for (const char* family : {"llava", "qwen2_vl", "idefics", "blip_2"})
            QTest::newRow(family) << QString::fromLatin1(family) << false;
        for (const char* family : {"whisper", "blip_caption"})
            QTest::newRow(family) << QString::fromLatin1(family) << true;
    }

    void theLastLayerWritesWhatTheModelDoes() {
        QFETCH(QString, family);
        QFETCH(bool, wholeLogits);
        const StudyRequest request = lensOf(family.toStdString());
        const auto report = Runner("cpu").study(request, nullptr, {});
        QVERIFY2(report.has_value(), report ? "" : describe(report.error()).c_str());
        const StudyGrid& grid = report->grid.value();
        QVERIFY(grid.rows.size() >= 2 && !grid.columns.empty());
        QCOMPARE(grid.texts.size(), grid.rows.size() * grid.columns.size());
        RunRequest watched = request.run;
        watched.watch.kind = Watch::Kind::All;
        RunOptions options;
        options.keepTrace = true;
        const auto output = runOnce(watched, options, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        const auto& ids = std::get<NdArray<std::int64_t>>(output->trace.at("output.ids"));
        const std::int64_t prompt = ids.extent(1) - static_cast<std::int64_t>(grid.columns.size());
        const std::vector<double> expected = chances(std::get<FloatArray>(output->trace.at("logits.decoder")),
                                                     wholeLogits ? prompt - 1 : 0, ids, prompt);
        const std::span<const float> last = grid.values.row({static_cast<std::int64_t>(grid.rows.size()) - 1});
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY2(std::abs(static_cast<double>(last[i]) - expected[i]) < 1e-4 * std::max(0.01, expected[i]),
                     grid.columns[i].c_str());
            // It was written greedily, so the last layer would write it.
            QCOMPARE(grid.texts[(grid.rows.size() - 1) * grid.columns.size() + i], grid.columns[i]);
        }
        const std::span<const float> first = grid.values.row({0});
        QVERIFY(!std::ranges::equal(first, last));
    }

    void aFamilyThatWritesNothingIsRefused() {
        const auto report = Runner("cpu").study(lensOf("clip"), nullptr, {});
        QVERIFY(!report && report.error().code == ErrorCode::Unsupported);
    }
};

QTEST_GUILESS_MAIN(LogitLensTest)
#include "logit_lens_test.moc"
