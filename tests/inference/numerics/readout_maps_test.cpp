// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/readout_maps.h"

#include <QTest>

using namespace triptych;
using namespace triptych::numerics;

namespace {

// A vision tower of a class token and 1 x 2 patches, and a text tower of two words whose last row is read.
RunResult twoTowers() {
    RunResult result;
    result.inputs.patchGrid = {1, 2, 0, 0, 2, 1};
    result.inputs.tokens = {{"a", {0, 1}, false, 0}, {"b", {2, 3}, false, 1}};
    result.inputs.words = {{"a", {0, 1}, 0, 1}, {"b", {2, 3}, 1, 1}};
    AttentionMap vision;
    vision.tower = "vision";
    vision.weights = FloatArray({1, 3, 3}, {0.5F, 0.2F, 0.3F, 1, 0, 0, 0, 1, 0});
    vision.queries = vision.keys = {{Modality::Image, 1, 2}};
    vision.readout = {1, 0, 0};
    AttentionMap text;
    text.tower = "text";
    text.weights = FloatArray({1, 2, 2}, {1, 0, 0.25F, 0.75F});
    text.queries = text.keys = {{Modality::Text, 0, 2}};
    text.readout = {0, 1};
    result.attention = {vision, text};
    return result;
}

} // namespace

class ReadoutMapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRowsThatTheTargetReadsAreShown() {
        const RunResult result = twoTowers();
        const LinkedMaps maps = readoutMaps(attentionLayers(result).front(), {}, result.inputs);
        QCOMPARE(maps.image, FloatArray({1, 2}, {0.2F, 0.3F}));
        QCOMPARE(maps.text, FloatArray({2}, {0.25F, 0.75F}));
    }

    void allRowsCountWhereNoneIsRead() {
        RunResult result = twoTowers();
        for (AttentionMap& map : result.attention)
            map.readout.clear();
        const LinkedMaps maps = readoutMaps(attentionLayers(result).front(), {}, result.inputs);
        QCOMPARE(maps.text, FloatArray({2}, {0.625F, 0.375F}));
    }

    // What the views ask for: raw attention without a source.
    void linkedMapsFallBackToThem() {
        const RunResult result = twoTowers();
        LinkChoice choice;
        choice.rawAttention = true;
        QCOMPARE(linkedMaps(result, choice, std::nullopt).image, FloatArray({1, 2}, {0.2F, 0.3F}));
    }
};

QTEST_APPLESS_MAIN(ReadoutMapsTest)
#include "readout_maps_test.moc"
