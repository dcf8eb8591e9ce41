// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/deletion.h"

#include <numeric>

#include "inference/metrics/insertion.h"

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class DeletionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // (sum - first / 2 - last / 2) / (n - 1) of RISE's evaluation code.
    void theAreaIsThatOfThePublishedFormula() {
        const ToyGame game = ToyGame::additive({5, 3, 1, 1});
        const auto map = unitMap(game, Modality::Image, std::vector<float>{5, 3, 1, 1}, "match");
        const auto figure = deletion(*map, {}, {});
        QVERIFY(figure.has_value());
        const std::vector<double> expected{10, 5, 2, 1, 0};
        QCOMPARE(figure->curve.values, expected);
        const double sum = std::accumulate(expected.begin(), expected.end(), 0.0);
        QCOMPARE(figure->value, (sum - 5.0 - 0.0) / 4.0);
        QCOMPARE(figure->order, (std::vector<int>{0, 1, 2, 3}));
    }

    void aFaithfulMapIsBetterThanChanceAndItsOppositeWorse() {
        std::vector<double> weights(40);
        std::iota(weights.begin(), weights.end(), 0.0);
        const ToyGame game = ToyGame::additive(weights);
        const std::vector<float> told(weights.begin(), weights.end());
        const std::vector<float> opposite(told.rbegin(), told.rend());
        for (const auto measure : {&deletion, &insertion}) {
            const auto right = measure(*unitMap(game, Modality::Image, told, ""), {}, {});
            const auto wrong = measure(*unitMap(game, Modality::Image, opposite, ""), {}, {});
            const double sign = right->better == Better::Lower ? -1.0 : 1.0;
            QVERIFY(sign * right->value > sign * *right->chance);
            QVERIFY(sign * wrong->value < sign * *wrong->chance);
        }
    }

    void figuresCarryTheirProtocol() {
        const ToyGame game = ToyGame::additive(std::vector<double>(40, 1.0));
        const auto map = unitMap(game, Modality::Image, std::vector<float>(40, 1.0F), "match");
        FaithfulnessOptions options;
        options.steps = 10;
        options.seed = 7;
        const auto figure = deletion(*map, options, {});
        QCOMPARE(figure->protocol.step, std::string("4 units"));
        QCOMPARE(figure->curve.shares.size(), std::size_t{11});
        QCOMPARE(toString(figure->protocol),
                 std::string("most relevant removed first, zero, 4 units, match, 3 draws, seed 7"));
        QVERIFY(insertion(*map, options, {})->protocol.substrate == "blur");
        QVERIFY(game.lastSubstrate == Substrate::Blur);
    }

    void cancellingEndsIt() {
        CancelSource source;
        source.request_stop();
        const ToyGame game = ToyGame::additive({1, 2});
        const auto map = unitMap(game, Modality::Image, std::vector<float>{1, 2}, "");
        QVERIFY(deletion(*map, {}, {source.get_token(), nullptr}).error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(DeletionTest)
#include "deletion_test.moc"
