// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/randomisation.h"

#include <QtTest/QTest>

#include "tests/inference/metrics/toy_game.h"

using namespace triptych;
using namespace triptych::metrics;
using triptych::test::ToyGame;

class RandomisationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A map that does not look at the model stays the same and fails; one that follows it changes and passes.
    void aMapThatIgnoresTheModelFails() {
        const std::vector<float> map{1, 2, 3, 4, 5, 6, 7, 8};
        const auto same = [&](std::size_t, std::uint64_t) -> Result<std::vector<float>> { return map; };
        const auto fails = randomisation(map, Modality::Image, {"head", "layer 1"}, same, {}, {}, {});
        QVERIFY(fails->isComplete() && !fails->passes());
        QCOMPARE(fails->steps.back().spearman, 1.0);

        const auto changes = [&](std::size_t count, std::uint64_t) -> Result<std::vector<float>> {
            return count < 2 ? map : std::vector<float>{4, 5, 3, 6, 6, 3, 5, 4};
        };
        int growths = 0;
        const auto passes = randomisation(map, Modality::Image, {"head", "layer 1"}, changes, {},
                                          [&](const Randomisation& part) { growths += part.passes() ? 10 : 1; }, {});
        QVERIFY(passes->passes());
        QCOMPARE(growths, 11);
    }

    // An order turned round is as much of a likeness as the order itself.
    void theSignDoesNotCount() {
        const std::vector<float> map{1, 2, 3};
        const auto turned = [](std::size_t, std::uint64_t) -> Result<std::vector<float>> {
            return std::vector<float>{3, 2, 1};
        };
        QVERIFY(!randomisation(map, Modality::Image, {"all"}, turned, {}, {}, {})->passes());
    }

    void everySeedIsAskedForEveryLayer() {
        std::vector<std::pair<std::size_t, std::uint64_t>> asked;
        const auto remember = [&](std::size_t count, std::uint64_t seed) -> Result<std::vector<float>> {
            asked.emplace_back(count, seed);
            return std::vector<float>{1, 0};
        };
        const std::vector<float> map{0, 1};
        QVERIFY(randomisation(map, Modality::Image, {"a", "b"}, remember, {2, 0.3, 5, ""}, {}, {}).has_value());
        QCOMPARE(asked, (std::vector<std::pair<std::size_t, std::uint64_t>>{{1, 5}, {1, 6}, {2, 5}, {2, 6}}));
    }

    void whatCannotFailIsNoTest() {
        const auto any = [](std::size_t, std::uint64_t) -> Result<std::vector<float>> { return std::vector<float>{1}; };
        const std::vector<float> flat{2, 2};
        QVERIFY(randomisation(flat, Modality::Image, {"a"}, any, {}, {}, {}).error().code == ErrorCode::InvalidInput);
        const std::vector<float> map{1, 2};
        QVERIFY(!randomisation(map, Modality::Image, {"a"}, any, {}, {}, {}));
    }
};

QTEST_GUILESS_MAIN(RandomisationTest)
#include "randomisation_test.moc"
