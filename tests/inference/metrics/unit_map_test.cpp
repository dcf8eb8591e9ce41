// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/unit_map.h"

#include <limits>

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class UnitMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aModalityIsCutOutOfTheGame() {
        ToyGame game({2, 3, 0}, [](const Coalition&) { return 1.0; });
        game.keep(2);
        const std::vector<float> words{9, 1, 2};
        const auto map = unitMap(game, Modality::Text, words, "match");
        QVERIFY(map.has_value());
        QCOMPARE(map->players, (std::vector<int>{3, 4}));
        QCOMPARE(map->relevance, (std::vector<double>{1, 2}));
        QCOMPARE(withoutPlayers(*map), (Coalition{1, 1, 1, 0, 0}));
        QCOMPARE(unitsOf(*map, mostRelevantFirst(*map)), (std::vector<int>{2, 1}));
    }

    void equalUnitsKeepTheirOrder() {
        const ToyGame game = ToyGame::additive({1, 1, 1});
        const auto map = unitMap(game, Modality::Image, std::vector<float>{2, 2, 2}, "");
        QCOMPARE(mostRelevantFirst(*map), (std::vector<std::size_t>{0, 1, 2}));
        QCOMPARE(leastRelevantFirst(*map), (std::vector<std::size_t>{0, 1, 2}));
    }

    void whatCannotBeJudgedIsRefused() {
        ToyGame game = ToyGame::additive({1, 1});
        QVERIFY(unitMap(game, Modality::Image, std::vector<float>{1}, "").error().code == ErrorCode::InvalidInput);
        const std::vector<float> broken{1, std::numeric_limits<float>::quiet_NaN()};
        QVERIFY(unitMap(game, Modality::Image, broken, "").error().code == ErrorCode::NotFinite);
        game.keep(0);
        game.keep(1);
        QVERIFY(unitMap(game, Modality::Image, std::vector<float>{1, 1}, "").error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(UnitMapTest)
#include "unit_map_test.moc"
