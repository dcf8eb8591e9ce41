// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/attention_reduce.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::numerics;

class AttentionReduceTest : public QObject {
    Q_OBJECT

    // Two heads, two queries, three keys.
    const FloatArray m_attention{{2, 2, 3}, {0.1f, 0.2f, 0.7f, 0.5f, 0.5f, 0.0f, 0.3f, 0.6f, 0.1f, 0.0f, 0.0f, 1.0f}};

private Q_SLOTS:
    void meanOfHeadsKeepsRowSums() {
        const Matrix mean = reduceHeads(m_attention, {HeadChoice::Kind::Mean, 0});
        QCOMPARE(mean.at(0, 0), 0.2f);
        for (std::size_t r = 0; r < mean.rows; ++r)
            QVERIFY(std::abs(mean.at(r, 0) + mean.at(r, 1) + mean.at(r, 2) - 1.0f) < 1e-6f);
    }

    void maxTakesTheLargestHead() {
        const Matrix largest = reduceHeads(m_attention, {HeadChoice::Kind::Max, 0});
        QCOMPARE(largest.values, (std::vector<float>{0.3f, 0.6f, 0.7f, 0.5f, 0.5f, 1.0f}));
    }

    void oneHeadIsItself() {
        const Matrix second = reduceHeads(m_attention, {HeadChoice::Kind::One, 1});
        QCOMPARE(second.values, (std::vector<float>{0.3f, 0.6f, 0.1f, 0.0f, 0.0f, 1.0f}));
    }
};

QTEST_GUILESS_MAIN(AttentionReduceTest)
#include "attention_reduce_test.moc"
