// SPDX-License-Identifier: GPL-3.0-or-later
// Of several items, those of the target are explained and shown: the map of a pair among others is that of the pair
// alone.
#include "inference/engine/run.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>

#include "inference/formats/sample_file.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

const std::filesystem::path parity = std::filesystem::path(TRIPTYCH_TEST_DATA) / "parity";

// Two images of different shapes and two texts of different lengths.
RunRequest twoByTwo(const std::string& family, const std::string& method) {
    RunRequest request;
    request.model = (parity / family / "model").string();
    request.device = "cpu";
    request.method = method;
    const Sample images = formats::readSampleFile(parity / "siglip2" / "cases" / "0" / "input.json").value();
    for (const SampleItem& item : images.items)
        if (item.modality == Modality::Image)
            request.sample.items.push_back(item);
    request.sample.items.push_back({Modality::Text, "a red ring", {}});
    request.sample.items.push_back({Modality::Text, "two small striped blue squares", {}});
    return request;
}

RunRequest alone(RunRequest request, int image, int text) {
    const Sample all = request.sample;
    request.sample.items = {all.of(Modality::Image)[static_cast<std::size_t>(image)],
                            all.of(Modality::Text)[static_cast<std::size_t>(text)]};
    request.target = {TargetKind::Pair, Modality::Image, 0, Modality::Text, 0, 0, {}};
    return request;
}

// Tokens behind the shorter text are padding, which the pair alone lacks.
void compare(const FloatArray& among, const FloatArray& expected, bool mayBePadded) {
    QVERIFY(mayBePadded ? among.size() >= expected.size() : among.shape() == expected.shape());
    float largest = 1e-6F;
    for (const float value : expected.values())
        largest = std::max(largest, std::abs(value));
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(
            std::abs(among.values()[i] - expected.values()[i]) < 1e-3F * largest,
            qPrintable(QStringLiteral("%1: %2, alone %3").arg(i).arg(among.values()[i]).arg(expected.values()[i])));
}

} // namespace

class PairItemsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPairAmongOthersIsExplainedAsAlone_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("method");
        for (const char* family : {"clip", "siglip2", "owlvit"})
            for (const char* method : {"attention", "rollout", "chefer", "saliency", "occlusion"})
                QTest::addRow("%s %s", family, method) << family << method;
        for (const char* method : {"grad_eclip", "legrad", "gradcam"})
            QTest::addRow("clip %s", method) << "clip" << method;
    }
    void aPairAmongOthersIsExplainedAsAlone() {
        QFETCH(QString, family);
        QFETCH(QString, method);
        const RunRequest both = twoByTwo(family.toStdString(), method.toStdString());
        for (const auto& [image, text] : {std::pair{1, 0}, {0, 1}, {1, 1}}) {
            RunRequest request = both;
            request.target = {TargetKind::Pair, Modality::Image, image, Modality::Text, text, 0, {}};
            const auto among = runOnce(request, {}, {});
            QVERIFY2(among.has_value(), among ? "" : describe(among.error()).c_str());
            const auto single = runOnce(alone(both, image, text), {}, {});
            QVERIFY2(single.has_value(), single ? "" : describe(single.error()).c_str());
            compare(among->result.relevance.image, single->result.relevance.image, false);
            compare(among->result.relevance.text, single->result.relevance.text, true);
            QCOMPARE(among->result.inputs.text, single->result.inputs.text);
            QCOMPARE(among->result.inputs.patchGrid.rows, single->result.inputs.patchGrid.rows);
            QVERIFY(!single->result.relevance.image.empty());
        }
    }

    void attentionMapsBelongToTheShownItems() {
        RunRequest request = twoByTwo("clip", "");
        request.watch.kind = Watch::Kind::All;
        request.target = {TargetKind::Pair, Modality::Image, 1, Modality::Text, 1, 0, {}};
        const auto output = runOnce(request, {}, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        QVERIFY(!output->result.attention.empty());
        for (const AttentionMap& map : output->result.attention)
            QVERIFY2(!map.queries.empty() && !map.keys.empty(), map.name.c_str());
    }

    void wordsOfTheSecondTextCanBeSwapped() {
        RunRequest request = twoByTwo("clip", "");
        request.target = {TargetKind::Pair, Modality::Image, 0, Modality::Text, 1, 0, {}};
        request.interventions = {SwapWord{3, "green"}};
        const auto output = runOnce(request, {}, {});
        QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
        QCOMPARE(output->result.inputs.text, std::string("two small striped green squares"));
    }
};

QTEST_GUILESS_MAIN(PairItemsTest)
#include "pair_items_test.moc"
