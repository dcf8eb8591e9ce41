// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows of two towers is what raw attention computes inside the engine, family by family.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "inference/engine/run.h"
#include "inference/numerics/readout_maps.h"
#include "tests/inference/engine/tiny_sample.h"

using namespace triptych;
using namespace triptych::engine;

namespace {

double largestDifference(const FloatArray& a, const FloatArray& b) {
    if (a.shape() != b.shape() || a.empty())
        return 1e9;
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(a.values()[i] - b.values()[i])));
    return largest;
}

} // namespace

class ReadoutTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { test::writeMedia(m_folder.path().toStdString()); }

    void everyLayerAndHeadAgreesWithRawAttention_data() {
        QTest::addColumn<QString>("family");
        for (const char* family : {"clip", "chinese_clip", "vision_text_dual_encoder"})
            QTest::newRow(family) << family;
    }

    void everyLayerAndHeadAgreesWithRawAttention() {
        QFETCH(const QString, family);
        RunRequest asked = test::tinyRequest(m_folder.path().toStdString(), "it");
        asked.model = std::string(TRIPTYCH_TEST_DATA) + "/parity/" + family.toStdString() + "/model";
        asked.method = "attention";
        asked.watch.kind = Watch::Kind::All;
        for (int layer = 0; layer < 2; ++layer) {
            for (int head = 0; head < 2; ++head) {
                asked.parameters = {{"layer", std::to_string(layer)}, {"head", std::to_string(head)}};
                const auto output = runOnce(asked, {}, {});
                QVERIFY2(output.has_value(), output ? "" : describe(output.error()).c_str());
                const RunResult& result = output->result;
                const auto layers = numerics::attentionLayers(result);
                const numerics::LinkedMaps maps =
                    numerics::readoutMaps(layers[static_cast<std::size_t>(layer)],
                                          {true, layer, numerics::HeadReduction::One, head}, result.inputs);
                QVERIFY(largestDifference(maps.image, result.relevance.image) < 1e-6);
                QVERIFY(largestDifference(maps.text, numerics::wordSums(result.relevance.text, result.inputs)) < 1e-6);
            }
        }
    }
};

QTEST_APPLESS_MAIN(ReadoutTest)
#include "readout_test.moc"
