// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/sensitivity.h"

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class SensitivityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLargestRelativeChangeCounts() {
        const std::vector<float> map{3, 4};
        const auto noisy = [](int draw) -> Result<std::vector<float>> {
            return std::vector<float>{3, 4.0F + static_cast<float>(draw % 3)};
        };
        const auto figure = sensitivity(map, Modality::Image, noisy, {10, 0.02, 1, "match"}, {});
        QCOMPARE(figure->value, 0.4);
        QCOMPARE(figure->protocol.draws, 10);
    }

    void aZeroMapIsRefused() {
        const auto same = [](int) -> Result<std::vector<float>> { return std::vector<float>{0, 0}; };
        const std::vector<float> zero{0, 0};
        QVERIFY(sensitivity(zero, Modality::Image, same, {}, {}).error().code == ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(SensitivityTest)
#include "sensitivity_test.moc"
