// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/perturbation.h"

#include "inference/metrics/road.h"

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class PerturbationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nineSharesAreRemoved() {
        std::vector<double> weights(20, 0.0);
        weights[3] = 1.0;
        const ToyGame game = ToyGame::additive(weights);
        const auto map = unitMap(game, Modality::Image, std::vector<float>(weights.begin(), weights.end()), "");
        const auto positive = positivePerturbation(*map, {}, {});
        QCOMPARE(positive->curve.shares.size(), std::size_t{9});
        QCOMPARE(positive->curve.values, (std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0, 0}));
        const auto negative = negativePerturbation(*map, {}, {});
        QCOMPARE(negative->curve.values, (std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 0}));
        QVERIFY(positive->better == Better::Lower && negative->better == Better::Higher);
        QCOMPARE(positive->value, 0.125);
        QCOMPARE(negative->value, 0.975);
    }

    void roadFillsInPicturesOnly() {
        const ToyGame game = ToyGame::additive(std::vector<double>(10, 1.0));
        const auto map = unitMap(game, Modality::Image, std::vector<float>(10, 1.0F), "");
        const auto figure = roadMorf(*map, {}, {});
        QVERIFY(game.lastSubstrate == Substrate::Neighbours);
        QCOMPARE(figure->curve.values, (std::vector<double>{9, 8, 7, 6, 5, 4, 3, 2, 1}));
        QCOMPARE(figure->value, 5.0);
        const ToyGame words({0, 2, 0}, [](const Coalition&) { return 1.0; });
        const auto text = unitMap(words, Modality::Text, std::vector<float>{1, 2}, "");
        QVERIFY(roadLerf(*text, {}, {}).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(PerturbationTest)
#include "perturbation_test.moc"
