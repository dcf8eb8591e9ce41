// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/rollout.h"

#include <QtTest/QTest>

#include <numeric>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

class RolloutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsSumToOne() {
        Matrix rollout = identity(17);
        for (std::uint64_t layer = 0; layer < 12; ++layer)
            rollOver(rollout, test::randomAttention(17, 17, layer));
        for (std::size_t r = 0; r < rollout.rows; ++r) {
            const auto row = rollout.row(r);
            QVERIFY(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1.0) < 1e-5);
        }
    }

    void anIdentityLayerChangesNothing() {
        Matrix rollout = identity(6);
        rollOver(rollout, test::randomAttention(6, 6, 1));
        const Matrix before = rollout;
        rollOver(rollout, identity(6));
        QVERIFY(test::largestDifference(rollout, before) < 1e-7);
    }

    void laterLayersMultiplyFromTheLeft() {
        // Layer 1: token 0 looks at 1. Layer 2: token 1 looks at 0. Only layer 2 after layer 1 takes token 1 back to
        // itself twice.
        Matrix first(2, 2);
        first.values = {0, 1, 0, 1};
        Matrix second(2, 2);
        second.values = {1, 0, 1, 0};
        Matrix rollout = identity(2);
        rollOver(rollout, first);
        rollOver(rollout, second);
        QCOMPARE(rollout.values, (std::vector<float>{0.5f, 0.5f, 0.25f, 0.75f}));
    }

    void masksOfPaddingLeaveItWithItself() {
        Matrix attention(2, 2);
        attention.values = {1, 0, 0, 0};
        QCOMPARE(withResidual(attention), identity(2));
    }
};

QTEST_GUILESS_MAIN(RolloutTest)
#include "rollout_test.moc"
