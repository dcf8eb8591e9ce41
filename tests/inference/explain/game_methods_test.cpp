// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/game_methods.h"

#include <cmath>
#include <numeric>

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::explain;

namespace {

// Two patches, three tokens of which only the middle one is a word, one moment. A patch and the word together are worth
// 2 more.
class ToyGame final : public CoalitionGame {
public:
    [[nodiscard]] UnitCounts units() const override { return {2, 3, 1}; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_players; }
    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate /*substrate*/,
                                                     const Monitor& monitor) const override {
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        std::vector<double> values;
        for (const Coalition& c : coalitions)
            values.push_back(1.0 * c[0] + 4.0 * c[5] + 2.0 * c[0] * c[3] + 100.0 * c[2]);
        return values;
    }

private:
    std::vector<int> m_players{0, 1, 3, 5};
};

} // namespace

class GameMethodsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNoPlayerIsThere() {
        const ToyGame game;
        const auto coalitions = coalitionsOf(game, std::vector<numerics::PlayerMask>{{0, 1, 0, 1}});
        QCOMPARE(coalitions.front(), (Coalition{0, 1, 1, 0, 1, 1}));
    }

    void playingKnowsAllAndNone() {
        const ToyGame game;
        const auto played = play(game, std::vector<numerics::PlayerMask>{{1, 0, 1, 0}}, Substrate::Zero, {});
        QVERIFY(played.has_value());
        QCOMPARE(played->values, std::vector<double>{103});
        QCOMPARE(played->all, 107.0);
        QCOMPARE(played->none, 100.0);
    }

    void permutationsShareTheWhole() {
        const ToyGame game;
        const auto shares = permutationShapley(game, 200, 7, Substrate::Zero, {});
        QVERIFY(shares.has_value());
        QVERIFY(std::abs(std::accumulate(shares->begin(), shares->end(), 0.0) - 7.0) < 1e-9);
        // A permutation and its reverse split what two players have together evenly, so that one is enough.
        const auto once = permutationShapley(game, 1, 7, Substrate::Zero, {});
        QVERIFY(once.has_value() && std::abs((*once)[0] - 2.0) < 1e-9 && std::abs((*once)[3] - 4.0) < 1e-9);
        QVERIFY(std::abs((*shares)[0] - 2.0) < 1e-9);
        QCOMPARE((*shares)[1], 0.0);
        QVERIFY(std::abs((*shares)[2] - 1.0) < 1e-9);
        QVERIFY(std::abs((*shares)[3] - 4.0) < 1e-9);
        const auto units = perUnit(game, *shares);
        QCOMPARE(units.size(), std::size_t{6});
        QCOMPARE(units[2], 0.0);
        QCOMPARE(units[5], (*shares)[3]);
    }

    void aStopIsObeyed() {
        const ToyGame game;
        CancelSource stop;
        stop.request_stop();
        const auto shares = permutationShapley(game, 10, 0, Substrate::Zero, {stop.get_token(), nullptr});
        QVERIFY(!shares.has_value());
        QVERIFY(shares.error().code == ErrorCode::Canceled);
    }
};

QTEST_APPLESS_MAIN(GameMethodsTest)
#include "game_methods_test.moc"
