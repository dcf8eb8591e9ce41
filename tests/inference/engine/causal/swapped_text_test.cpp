// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/swapped_text.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::engine;

namespace {

ShownInputs shownText(const std::string& text, std::vector<Word> words) {
    ShownInputs shown;
    shown.text = text;
    shown.words = std::move(words);
    return shown;
}

Sample sampleOf(const std::string& text) {
    return {"x", {{Modality::Image, {}, "a.png"}, {Modality::Text, text, {}}}, {}, {}};
}

} // namespace

class SwappedTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rangesCountCodePoints() {
        const std::string text = "ein größer Ring 红色";
        const ShownInputs shown =
            shownText(text, {{"ein", {0, 3}}, {"größer", {4, 10}}, {"Ring", {11, 15}}, {"红色", {16, 18}}});
        Sample sample = sampleOf(text);
        const std::vector<SwapWord> swaps{{1, "kleiner"}, {3, "蓝"}, {0, "kein"}};
        QVERIFY(swapWords(shown, 0, swaps, sample).has_value());
        QCOMPARE(sample.items[1].text, std::string("kein kleiner Ring 蓝"));
    }

    void theLastSwapOfAWordCounts() {
        const ShownInputs shown = shownText("a red ring", {{"a", {0, 1}}, {"red", {2, 5}}, {"ring", {6, 10}}});
        Sample sample = sampleOf("a red ring");
        const std::vector<SwapWord> swaps{{1, "blue"}, {2, "square"}, {1, "bright green"}};
        QVERIFY(swapWords(shown, 0, swaps, sample).has_value());
        QCOMPARE(sample.items[1].text, std::string("a bright green square"));
    }

    void wordsThatAreNotThereAreErrors() {
        const ShownInputs shown = shownText("a ring wrote", {{"a", {0, 1}}, {"ring", {2, 6}}, {"wrote", {7, 12}}});
        Sample sample = sampleOf("a ring");
        const auto swap = [&](int text, int word) {
            return swapWords(shown, text, std::vector{SwapWord{word, "x"}}, sample);
        };
        QVERIFY(swap(0, 5).error().code == ErrorCode::InvalidInput);
        QVERIFY(swap(0, -1).error().code == ErrorCode::InvalidInput);
        QVERIFY(swap(1, 0).error().code == ErrorCode::InvalidInput); // no such text
        QVERIFY(swap(0, 2).error().code == ErrorCode::InvalidInput); // written by the model
        QCOMPARE(sample.items[1].text, std::string("a ring"));
    }
};

QTEST_GUILESS_MAIN(SwappedTextTest)
#include "swapped_text_test.moc"
