// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/infidelity.h"

#include "inference/metrics/completeness.h"

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class InfidelityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // An additive target is told perfectly by its weights at any scale, and not at all by a zero map.
    void weightsOfAnAdditiveTargetHaveNone() {
        const ToyGame game = ToyGame::additive({1, -2, 3, 0.5});
        const auto told = unitMap(game, Modality::Image, std::vector<float>{10, -20, 30, 5}, "match");
        QVERIFY(infidelity(*told, {}, {})->value < 1e-9);
        const auto zero = unitMap(game, Modality::Image, std::vector<float>{0, 0, 0, 0}, "match");
        QCOMPARE(infidelity(*zero, {}, {})->value, 1.0);
        const auto wrong = unitMap(game, Modality::Image, std::vector<float>{3, 1, 0, 1}, "match");
        const double value = infidelity(*wrong, {}, {})->value;
        QVERIFY(value > 0.3 && value < 1.0);
    }

    void aTargetThatNothingMovesIsRefused() {
        const ToyGame game({3, 0, 0}, [](const Coalition&) { return 2.0; });
        const auto map = unitMap(game, Modality::Image, std::vector<float>{1, 2, 3}, "match");
        QVERIFY(infidelity(*map, {}, {}).error().code == ErrorCode::InvalidInput);
        QVERIFY(completeness(*map, {}, {}).error().code == ErrorCode::InvalidInput);
    }

    void completenessIsTheRelativeErrorOfTheSum() {
        const ToyGame game = ToyGame::additive({1, 2, 5});
        const auto exact = unitMap(game, Modality::Image, std::vector<float>{5, 2, 1}, "match");
        QCOMPARE(completeness(*exact, {}, {})->value, 0.0);
        const auto half = unitMap(game, Modality::Image, std::vector<float>{2, 1, 1}, "match");
        QCOMPARE(completeness(*half, {}, {})->value, 0.5);
    }
};

QTEST_GUILESS_MAIN(InfidelityTest)
#include "infidelity_test.moc"
