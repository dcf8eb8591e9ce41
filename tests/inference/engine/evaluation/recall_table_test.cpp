// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/evaluation/recall_table.h"

#include <QtTest/QTest>

#include <cmath>

using namespace triptych;
using namespace triptych::engine;

namespace {

std::vector<float> direction(float angle) {
    return {std::cos(angle), std::sin(angle)};
}

EvaluationItem itemWith(const std::string& split) {
    EvaluationItem item;
    AskedCaption caption;
    caption.split = split;
    item.retrieval.push_back(caption);
    return item;
}

} // namespace

class RecallTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCaptionFindsThePictureOfItsDirection() {
        RecallTable table;
        for (int i = 0; i < 6; ++i)
            table.add(itemWith("text"), {direction(0.5f * i), {{"text", direction(0.5f * i + 0.1f)}}});
        const auto answers = table.answers();
        QCOMPARE(answers.size(), std::size_t{1});
        QCOMPARE(answers.at("text").values, std::vector<float>(6, 1.0f));
        // Without meanings nobody knows whether a caption fits another scene.
        QVERIFY(answers.at("text").ceilings.empty());
    }

    void aCaptionNearerToAnotherPictureIsWrong() {
        RecallTable table;
        table.add(itemWith("text"), {direction(0.0f), {{"text", direction(0.9f)}}});
        table.add(itemWith("text"), {direction(1.0f), {{"text", direction(1.0f)}}});
        QCOMPARE(table.answers().at("text").values, (std::vector<float>{0.0f, 1.0f}));
    }

    void scenesWithoutTheSplitAreLeftOut() {
        RecallTable table;
        table.add(itemWith("text"), {direction(0.0f), {{"text", direction(0.0f)}}});
        table.add(itemWith("speech"), {direction(1.0f), {{"speech", direction(1.0f)}}});
        table.add(itemWith("text"), {direction(2.0f), {{"text", direction(2.0f)}}});
        const auto answers = table.answers();
        QCOMPARE(answers.at("text").values.size(), std::size_t{2});
        QCOMPARE(answers.at("text").chances.front(), 0.5f);
        QCOMPARE(answers.at("speech").values.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(RecallTableTest)
#include "recall_table_test.moc"
