// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/ranking.h"

#include <QtTest/QTest>

#include <vector>

using namespace triptych::numerics;

class RankingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBestScoreHasRankOne() {
        const std::vector<float> scores{0.1f, 0.9f, 0.5f};
        QCOMPARE(rankOf(scores, 1), std::size_t{1});
        QCOMPARE(rankOf(scores, 0), std::size_t{3});
    }

    void aConstantScoreIsNoSuccess() {
        QCOMPARE(rankOf(std::vector<float>(100, 1.0f), 0), std::size_t{51});
        QCOMPARE(rankOf(std::vector<float>(2, 1.0f), 0), std::size_t{2});
    }

    void figuresOfRanks() {
        const std::vector<std::size_t> ranks{1, 2, 1, 10};
        QCOMPARE(recallAt(1, ranks), 0.5);
        QCOMPARE(recallAt(5, ranks), 0.75);
        QCOMPARE(medianRank(ranks), 1.5);
        QCOMPARE(meanReciprocalRank(ranks), (1.0 + 0.5 + 1.0 + 0.1) / 4);
    }

    void noRanksGiveZero() {
        QCOMPARE(recallAt(1, {}), 0.0);
        QCOMPARE(medianRank({}), 0.0);
        QCOMPARE(meanReciprocalRank({}), 0.0);
    }
};

QTEST_GUILESS_MAIN(RankingTest)
#include "ranking_test.moc"
