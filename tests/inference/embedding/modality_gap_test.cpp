// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/modality_gap.h"

#include <QtTest/QTest>

#include <cmath>
#include <limits>

#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

ModalityGap gapOf(FloatArray images, FloatArray texts) {
    const auto found = compareModalities(
        test::corpusOf({{Modality::Image, std::move(images)}, {Modality::Text, std::move(texts)}}), {});
    return found && found->gaps.size() == 1 ? found->gaps.front() : ModalityGap{};
}

} // namespace

class ModalityGapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoConesArePartedByAPlane() {
        const ModalityGap gap = gapOf(test::groupedVectors(200, 16, 1, 1), test::groupedVectors(200, 16, 1, 2));
        QVERIFY(*gap.separability > 0.9999);
        QVERIFY(gap.centroidDistance > 0.5);
        QVERIFY(*gap.meanDiscrepancy > 0.2);
        QVERIFY(*gap.alignment > 0.5);
    }

    // Both halves of one cloud: nothing tells them apart.
    void oneCloudHasNoGap() {
        const FloatArray all = test::groupedVectors(800, 16, 1, 3, 2.0f);
        const auto values = all.values();
        const std::size_t half = values.size() / 2;
        const ModalityGap gap = gapOf(FloatArray({400, 16}, {values.begin(), values.begin() + static_cast<long>(half)}),
                                      FloatArray({400, 16}, {values.begin() + static_cast<long>(half), values.end()}));
        QVERIFY2(*gap.separability > 0.4 && *gap.separability < 0.6, std::to_string(*gap.separability).c_str());
        QVERIFY(gap.centroidDistance < 0.15);
        QVERIFY(std::abs(*gap.meanDiscrepancy) < 0.01);
    }

    void figuresOfFourVectorsByHand() {
        const FloatArray axes({2, 2}, {1, 0, 0, 1});
        const FloatArray turned({2, 2}, {0, 1, -1, 0});
        const auto found = compareModalities(test::corpusOf({{Modality::Image, axes}, {Modality::Text, turned}}), {});
        QVERIFY(found.has_value());
        const ModalityGap& gap = found->gaps.front();
        QVERIFY(gap.first == Modality::Image && gap.second == Modality::Text);
        QVERIFY(std::abs(gap.centroidDistance - 1) < 1e-6); // (1/2, 1/2) to (-1/2, 1/2)
        QVERIFY(std::abs(*gap.alignment - 2) < 1e-6);       // every pair is at right angles
        QVERIFY(!gap.separability.has_value());
        QVERIFY(std::abs(found->uniformity.at(Modality::Image) + 4) < 1e-6); // log exp(-2 * 2)
        // Squared distances: 2 within each; across 2, 4, 0, 2; their median is 2.
        const double within = std::exp(-0.5);
        QVERIFY(std::abs(*gap.meanDiscrepancy - (2 * within - (2 * within + std::exp(-1.0) + 1) / 2)) < 1e-6);
    }

    void oneRowHasNoSpread() {
        const auto found = compareModalities(test::corpusOf({{Modality::Image, FloatArray({1, 2}, {1, 0})},
                                                             {Modality::Text, FloatArray({1, 2}, {0, 1})}}),
                                             {});
        QVERIFY(found.has_value());
        QVERIFY(found->uniformity.empty());
        QVERIFY(!found->gaps.front().meanDiscrepancy.has_value());
        QVERIFY(std::abs(*found->gaps.front().alignment - 2) < 1e-6);
    }

    void aVectorThatIsNoNumberIsNamed() {
        const FloatArray rows({2, 2}, {1, 0, std::numeric_limits<float>::infinity(), 1});
        const auto found = compareModalities(test::corpusOf({{Modality::Audio, rows}}), {});
        QVERIFY(found.error().code == ErrorCode::NotFinite);
        QCOMPARE(found.error().where, std::string("audio row 1"));
        QVERIFY(found.error().detail.find("\"s1\"") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ModalityGapTest)
#include "modality_gap_test.moc"
