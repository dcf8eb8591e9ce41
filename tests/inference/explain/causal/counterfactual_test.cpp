// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/counterfactual.h"

#include <QtTest/QTest>

#include <numeric>

using namespace triptych;
using namespace triptych::explain;

namespace {

std::vector<int> numbers(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

// The decision holds while the weights of what is present add up to more than the limit.
Margin weighed(std::vector<double> weights, double limit) {
    return [=](std::span<const Coalition> coalitions) -> Result<std::vector<double>> {
        std::vector<double> margins;
        for (const Coalition& coalition : coalitions) {
            double sum = -limit;
            for (std::size_t i = 0; i < weights.size(); ++i)
                sum += coalition[i] * weights[i];
            margins.push_back(sum);
        }
        return margins;
    };
}

// Either of the two units is enough.
Result<std::vector<double>> eitherOf3And7(std::span<const Coalition> coalitions) {
    std::vector<double> margins;
    for (const Coalition& coalition : coalitions)
        margins.push_back(coalition[3] != 0 || coalition[7] != 0 ? 1 : -1);
    return margins;
}

} // namespace

class CounterfactualTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneUnitIsEnough() {
        const auto found = fewestRemovals(numbers(5), 5, weighed({1, 1, 4, 1, 1}, 5), {}, {});
        QVERIFY(found && found->isFound);
        QCOMPARE(found->removed, (std::vector<int>{2}));
        QCOMPARE(found->marginBefore, 3.0);
        QCOMPARE(found->marginAfter, -1.0);
        QCOMPARE(found->runs, 6);
    }

    // No single removal shows anything, so a greedy search is blind; a beam as wide as the players is not.
    void unitsThatStandInForEachOtherAreFoundByAWideBeam() {
        const auto found = fewestRemovals(numbers(10), 10, eitherOf3And7, {10, 5000}, {});
        QVERIFY(found && found->isFound);
        QCOMPARE(found->removed, (std::vector<int>{3, 7}));
    }

    void whatIsNotNeededIsPutBack() {
        // A budget too small for a second level of the beam.
        const auto found = fewestRemovals(numbers(20), 20, eitherOf3And7, {3, 61}, {});
        QVERIFY(found && found->isFound);
        QCOMPARE(found->removed, (std::vector<int>{3, 7}));
        QVERIFY(found->runs <= 61);
    }

    void onlyPlayersAreRemoved() {
        const std::vector<int> players{0, 1};
        const auto found = fewestRemovals(players, 3, weighed({1, 1, 10}, 5), {}, {});
        QVERIFY(found && !found->isFound);
        QVERIFY(found->removed.empty());
        QCOMPARE(found->marginAfter, 5.0); // the lowest that was seen
    }

    void aDecisionThatDoesNotHoldIsLeftAlone() {
        const auto found = fewestRemovals(numbers(3), 3, weighed({1, 1, 1}, 4), {}, {});
        QVERIFY(found && !found->isFound);
        QCOMPARE(found->runs, 1);
        QCOMPARE(found->marginBefore, -1.0);
    }

    void theBudgetIsKept() {
        for (const int budget : {1, 2, 7, 30}) {
            const auto found =
                fewestRemovals(numbers(12), 12, weighed(std::vector<double>(12, 1), 0.5), {3, budget}, {});
            QVERIFY(found.has_value());
            QVERIFY2(found->runs <= budget, qPrintable(QString::number(found->runs)));
        }
    }

    void itCanBeCancelled() {
        CancelSource source;
        source.request_stop();
        const auto found = fewestRemovals(numbers(3), 3, weighed({1, 1, 1}, 1), {}, {source.get_token(), nullptr});
        QVERIFY(!found && found.error().code == ErrorCode::Canceled);
    }
};

QTEST_GUILESS_MAIN(CounterfactualTest)
#include "counterfactual_test.moc"
