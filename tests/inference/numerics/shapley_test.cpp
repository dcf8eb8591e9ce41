// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/shapley.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

using namespace triptych::numerics;

namespace {

using Game = std::function<double(const PlayerMask&)>;

const std::vector<double> addends{3, -1, 0.5, 0, 2};

double additive(const PlayerMask& mask) {
    double sum = 7;
    for (std::size_t i = 0; i < mask.size(); ++i)
        sum += mask[i] * addends[i];
    return sum;
}

// Players 0 and 1 are interchangeable, 3 adds nothing.
double withSymmetry(const PlayerMask& mask) {
    return 2 * (mask[0] + mask[1]) + 5 * mask[0] * mask[1] - 3 * mask[0] * mask[1] * mask[2] + mask[2];
}

std::vector<double> valuesOf(const Game& game, const std::vector<PlayerMask>& masks) {
    std::vector<double> values;
    for (const PlayerMask& mask : masks)
        values.push_back(game(mask));
    return values;
}

std::vector<PlayerMask> everyMask(std::size_t players) {
    std::vector<PlayerMask> masks;
    for (unsigned bits = 0; bits < 1u << players; ++bits) {
        PlayerMask mask(players);
        for (std::size_t i = 0; i < players; ++i)
            mask[i] = bits >> i & 1u;
        masks.push_back(mask);
    }
    return masks;
}

std::ptrdiff_t sizeOf(const PlayerMask& mask) {
    return std::ranges::count(mask, 1);
}

// Every coalition of four players as often as the Shapley kernel weighs it: 1/4, 1/8, 1/4 for one, two and three.
std::vector<PlayerMask> kernelOfFour() {
    std::vector<PlayerMask> masks;
    for (const PlayerMask& mask : everyMask(4)) {
        const std::ptrdiff_t size = sizeOf(mask);
        for (int copy = 0; copy < (size == 2 ? 1 : 2) && size > 0 && size < 4; ++copy)
            masks.push_back(mask);
    }
    return masks;
}

// By definition: the mean over all orders of what a player adds to those before it.
std::vector<double> shapleyByDefinition(const Game& game, std::size_t players) {
    std::vector<std::size_t> order(players);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> sums(players);
    double orders = 0;
    do {
        PlayerMask mask(players, 0);
        for (const std::size_t player : order) {
            const double before = game(mask);
            mask[player] = 1;
            sums[player] += game(mask) - before;
        }
        ++orders;
    } while (std::ranges::next_permutation(order).found);
    for (double& sum : sums)
        sum /= orders;
    return sums;
}

bool isNear(const std::vector<double>& found, const std::vector<double>& expected, double tolerance = 1e-9) {
    return std::ranges::equal(found, expected, [&](double a, double b) { return std::abs(a - b) <= tolerance; });
}

} // namespace

class ShapleyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawnCoalitionsArePairsThatAreNeitherEmptyNorFull() {
        const auto masks = shapleyCoalitions(6, 201, 3);
        QCOMPARE(masks.size(), std::size_t{202});
        for (std::size_t i = 0; i < masks.size(); i += 2) {
            QVERIFY(sizeOf(masks[i]) > 0 && sizeOf(masks[i]) < 6);
            for (std::size_t player = 0; player < 6; ++player)
                QVERIFY(masks[i][player] + masks[i + 1][player] == 1);
        }
        QVERIFY(shapleyCoalitions(6, 201, 3) == masks);
        QVERIFY(shapleyCoalitions(6, 201, 4) != masks);
        QVERIFY(shapleyCoalitions(1, 10, 3).empty());
    }

    // Sizes are drawn by 1 / (k (M - k)): of four players 1, 2 and 3 have 4/11, 3/11 and 4/11.
    void sizesFollowTheKernel() {
        std::map<std::ptrdiff_t, double> share;
        for (const PlayerMask& mask : shapleyCoalitions(4, 20'000, 0))
            share[sizeOf(mask)] += 1.0 / 20'000;
        QVERIFY(std::abs(share[1] - 4.0 / 11) < 0.02);
        QVERIFY(std::abs(share[2] - 3.0 / 11) < 0.02);
        QVERIFY(std::abs(share[3] - 4.0 / 11) < 0.02);
    }

    void anAdditiveGameIsRecovered() {
        const auto masks = shapleyCoalitions(addends.size(), 60, 1);
        const auto values = valuesOf(additive, masks);
        const PlayerMask all(addends.size(), 1);
        const PlayerMask none(addends.size(), 0);
        QVERIFY(isNear(kernelShapley(masks, values, additive(all), additive(none)), addends));
        QVERIFY(isNear(limeWeights(masks, values, 0.25, 0), addends, 1e-6));
    }

    void theWholeKernelGivesShapleyValues() {
        const auto masks = kernelOfFour();
        const auto expected = shapleyByDefinition(withSymmetry, 4);
        const auto found =
            kernelShapley(masks, valuesOf(withSymmetry, masks), withSymmetry({1, 1, 1, 1}), withSymmetry({0, 0, 0, 0}));
        QVERIFY(isNear(found, expected));
        QVERIFY(std::abs(found[0] - found[1]) < 1e-9);
        QVERIFY(std::abs(found[3]) < 1e-9);
    }

    // However few and unlucky the coalitions are.
    void sharesSumToTheWhole() {
        const auto masks = shapleyCoalitions(12, 6, 9);
        std::vector<double> values;
        for (std::size_t i = 0; i < masks.size(); ++i)
            values.push_back(std::sin(static_cast<double>(i) * 12.9898) * 43);
        const auto shares = kernelShapley(masks, values, 10, -2);
        QVERIFY(std::abs(std::accumulate(shares.begin(), shares.end(), 0.0) - 12) < 1e-9);
    }

    void theRidgeHoldsWeightsBackButNotTheIntercept() {
        const auto masks = everyMask(5);
        const auto free = limeWeights(masks, valuesOf(additive, masks), 1, 0);
        const auto held = limeWeights(masks, valuesOf(additive, masks), 1, 5);
        QVERIFY(std::abs(held[0]) < std::abs(free[0]) && held[0] > 0);
        const auto lifted =
            limeWeights(masks, valuesOf([](const PlayerMask& mask) { return additive(mask) + 1000; }, masks), 1, 5);
        QVERIFY(isNear(lifted, held, 1e-6));
    }

    void interactionsOfASumAreNoneAndOfAProductItsFactor() {
        const auto words = everyMask(2);
        const auto patches = everyMask(3);
        std::vector<float> values;
        for (const PlayerMask& word : words)
            for (const PlayerMask& patch : patches)
                values.push_back(static_cast<float>(1 + word[0] + 2 * word[1] - 4 * patch[2] + 3 * word[1] * patch[0]));
        QVERIFY(isNear(pairInteractions(words, patches, values), {0, 0, 0, 3, 0, 0}, 1e-6));
    }

    void jointInteractionsOfAGameKeepNothingOfItsSingleParts() {
        const auto masks = everyMask(4);
        std::vector<double> values;
        for (const PlayerMask& mask : masks)
            values.push_back(1 + mask[0] - 4 * mask[3] + 3 * mask[1] * mask[2] + 2 * mask[0] * mask[1]);
        const std::vector<std::size_t> rows{0, 1};
        const std::vector<std::size_t> columns{2, 3};
        QVERIFY(isNear(jointInteractions(masks, values, rows, columns), {0, 0, 3, 0}, 1e-9));
    }

    void aSystemWithoutInformationInOneDirectionIsSolvedInTheOthers() {
        QVERIFY(isNear(solveSymmetric({4, 2, 2, 3}, {2, 5}, 0), {-0.5, 2}));
        QVERIFY(isNear(solveSymmetric({4, 0, 0, 0}, {2, 0}, 0), {0.5, 0}));
    }
};

QTEST_GUILESS_MAIN(ShapleyTest)
#include "shapley_test.moc"
