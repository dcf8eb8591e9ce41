// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/target_words.h"

#include <QTest>

#include "widgets/controls/engine_words.h"

using namespace triptych;
using namespace triptych::widgets;

namespace {

// A prompt of two tokens and three that were written: "ein", a half of a character, " Rüssel".
ShownInputs written() {
    ShownInputs inputs;
    inputs.text = "Was?ein Rüssel";
    inputs.tokens = {{"<s>", {}, true, -1},
                     {"Was?", {0, 4}, false, 0},
                     {"ein", {4, 7}, false, 1},
                     {"<0xE7>", {7, 7}, false, 1},
                     {"▁Rüssel", {7, 14}, false, 2}};
    inputs.firstWritten = 2;
    return inputs;
}

Target token(int index) {
    Target target;
    target.kind = TargetKind::Token;
    target.index = index;
    return target;
}

} // namespace

class TargetWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartIsCountedInCodePoints() {
        QCOMPARE(partOf("a😺b", {1, 2}), QStringLiteral("😺"));
        QCOMPARE(partOf("ab", {1, 9}), QStringLiteral("b"));
        QCOMPARE(partOf("ab", {5, 9}), QString());
    }

    void tokensAreNamedByWhatTheySay() {
        const ShownInputs inputs = written();
        QCOMPARE(targetLabel(token(0), inputs), QStringLiteral("Written 1: “ein”"));
        QCOMPARE(targetLabel(token(1), inputs), QStringLiteral("Written 2: “<0xE7>”"));
        QCOMPARE(targetLabel(token(2), inputs), QStringLiteral("Written 3: “Rüssel”"));
        // One that was not written, and another kind of target.
        QCOMPARE(targetLabel(token(3), inputs), targetLabel(token(3)));
        QCOMPARE(targetLabel(Target{}, inputs), targetLabel(Target{}));
    }

    void everyWrittenTokenIsATarget() {
        QCOMPARE(writtenTargets(written()), (std::vector{token(0), token(1), token(2)}));
        QVERIFY(writtenTargets(ShownInputs{}).empty());
    }
};

QTEST_APPLESS_MAIN(TargetWordsTest)
#include "target_words_test.moc"
