// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/attention_sinks.h"

#include <QTest>

using namespace triptych;
using namespace triptych::numerics;

namespace {

// One head; every query gives `share` to key 2 and the rest evenly to the others.
FloatArray attentionWithSink(std::int64_t keys, float share) {
    FloatArray map({1, keys, keys}, (1 - share) / static_cast<float>(keys - 1));
    for (std::int64_t query = 0; query < keys; ++query)
        map.row({0, query})[2] = share;
    return map;
}

} // namespace

class AttentionSinksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatReceivesFarMoreThanItsShareIsASink() {
        QCOMPARE(attentionSinks(attentionWithSink(20, 0.6F), 8), std::vector<std::size_t>{2});
        QVERIFY(attentionSinks(attentionWithSink(20, 0.6F), 13).empty());
        QVERIFY(attentionSinks(attentionWithSink(20, 0.05F), 1.5).empty());
        QVERIFY(attentionSinks(FloatArray({2, 3, 4}), 1).empty());
    }

    void removedColumnsAreZeroAndOthersStay() {
        Matrix matrix(2, 3);
        matrix.values = {0.5F, 0.25F, 0.25F, 1, 0, 0};
        removeColumns(matrix, {0});
        QCOMPARE(matrix.values, (std::vector<float>{0, 0.25F, 0.25F, 0, 0, 0}));
        const Matrix before = matrix;
        removeColumns(matrix, {});
        QCOMPARE(matrix, before);
    }
};

QTEST_GUILESS_MAIN(AttentionSinksTest)
#include "attention_sinks_test.moc"
