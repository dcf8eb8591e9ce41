// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/towers/qwen_sounds.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::models;

class QwenSoundsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // floor((frames - 1) / 2) + 1 positions and floor((positions - 2) / 2) + 1 tokens, with division that rounds down.
    void positionsAndTokens_data() {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("positions");
        QTest::addColumn<int>("tokens");
        const int expected[][3] = {{0, 0, 0}, {1, 1, 0}, {2, 1, 0}, {3, 2, 1},
                                   {4, 2, 1}, {5, 3, 1}, {7, 4, 2}, {3000, 1500, 750}};
        for (const auto& [frames, positions, tokens] : expected)
            QTest::addRow("%d frames", frames) << frames << positions << tokens;
    }
    void positionsAndTokens() {
        QFETCH(int, frames);
        QFETCH(int, positions);
        QFETCH(int, tokens);
        QCOMPARE(static_cast<int>(soundPositions(frames)), positions);
        QCOMPARE(static_cast<int>(soundTokens(frames)), tokens);
        QCOMPARE(checkHeard(frames).has_value(), tokens > 0);
    }

    void thePaddingIsNotHeard() {
        const at::Tensor heard = heardPositions(at::tensor({3, 6, 0}, at::kLong), 4);
        QVERIFY(at::equal(heard, at::tensor({1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0}, at::kLong).view({3, 4})));
    }
};

QTEST_GUILESS_MAIN(QwenSoundsTest)
#include "qwen_sounds_test.moc"
