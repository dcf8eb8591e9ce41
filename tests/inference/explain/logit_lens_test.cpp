// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/logit_lens.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>

#include "inference/engine/run.h"
#include "inference/formats/sample_file.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

RunRequest request(const char* family, const char* layer, int token) {
    const std::filesystem::path folder = std::filesystem::path(TRIPTYCH_TEST_DATA) / "parity" / family;
    RunRequest asked;
    asked.model = (folder / "model").string();
    asked.device = "cpu";
    asked.sample = formats::readSampleFile(folder / "cases" / "0" / "input.json").value();
    asked.method = "logit_lens";
    asked.parameters = {{"layer", layer}};
    asked.target.kind = TargetKind::Token;
    asked.target.index = token;
    return asked;
}

// The chance of a token in a row of logits.
double chance(std::span<const float> logits, std::int64_t id) {
    const double most = *std::ranges::max_element(logits);
    double sum = 0;
    for (const float value : logits)
        sum += std::exp(value - most);
    return std::exp(logits[static_cast<std::size_t>(id)] - most) / sum;
}

} // namespace

class LogitLensTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The word before the explained one is where the decoder decided on it.
    void theLastLayerSaysWhatTheModelSays() {
        RunRequest asked = request("llava", "last", 1);
        RunOptions options;
        options.keepTrace = true;
        const auto output = runOnce(asked, options, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        const auto& ids = std::get<NdArray<std::int64_t>>(output->trace.at("output.ids"));
        const auto& logits = std::get<FloatArray>(output->trace.at("logits.decoder"));
        const std::int64_t produced = logits.extent(1) - 1;
        const auto id = ids.row({0})[static_cast<std::size_t>(ids.extent(1) - produced + 1)];
        const auto before = static_cast<std::size_t>(ids.extent(1) - produced);
        const FloatArray& text = output->result.relevance.text;
        QVERIFY(text.size() > before && !output->result.inputs.tokens.at(before).special);
        QVERIFY(std::abs(text.values()[before] - chance(logits.row({0, 1}), id)) < 1e-5);
        QVERIFY(std::all_of(text.values().begin() + static_cast<std::ptrdiff_t>(before) + 1, text.values().end(),
                            [](float value) { return value == 0; }));
    }

    void imageTokensHaveAMap_data() {
        QTest::addColumn<QString>("family");
        for (const char* family : {"llava", "qwen2_vl", "gemma3"})
            QTest::newRow(family) << QString::fromLatin1(family);
    }
    void imageTokensHaveAMap() {
        QFETCH(QString, family);
        const std::string name = family.toStdString();
        const FloatArray strongest = test::explained(request(name.c_str(), "max", 0)).image;
        const FloatArray first = test::explained(request(name.c_str(), "0", 0)).image;
        QVERIFY(!strongest.empty() && strongest.size() == first.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            QVERIFY(first.values()[i] > 0 && strongest.values()[i] <= 1);
            QVERIFY(strongest.values()[i] >= first.values()[i]);
        }
    }

    void whatWritesNothingIsRefused() {
        RunRequest asked = request("clip", "max", 0);
        asked.target = {};
        const auto output = runOnce(asked, {}, {});
        QVERIFY(!output && output.error().code == ErrorCode::Unsupported);
    }

    void aLayerThatIsNotThereIsNamed() {
        const auto output = runOnce(request("llava", "99", 0), {}, {});
        QVERIFY(!output && output.error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(LogitLensTest)
#include "logit_lens_test.moc"
