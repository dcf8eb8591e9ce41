// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "inference/contract/coalition_game.h"
#include "inference/metrics/unit_map.h"

namespace triptych::test {

// A target that is known in closed form.
class ToyGame final : public CoalitionGame {
public:
    using Value = std::function<double(const Coalition&)>;

    ToyGame(UnitCounts counts, Value value)
        : m_counts(counts)
        , m_value(std::move(value)) {
        for (int unit = 0; unit < counts.total(); ++unit)
            m_players.push_back(unit);
    }

    // The sum of the weights of what is there.
    static ToyGame additive(const std::vector<double>& weights) {
        return {{static_cast<int>(weights.size()), 0, 0}, [weights](const Coalition& coalition) {
                    double sum = 0;
                    for (std::size_t i = 0; i < weights.size(); ++i)
                        sum += coalition[i] != 0 ? weights[i] : 0.0;
                    return sum;
                }};
    }

    [[nodiscard]] UnitCounts units() const override { return m_counts; }
    [[nodiscard]] const std::vector<int>& players() const override { return m_players; }
    [[nodiscard]] Result<std::vector<double>> values(std::span<const Coalition> coalitions, Substrate substrate,
                                                     const Monitor& monitor) const override {
        lastSubstrate = substrate;
        std::vector<double> values;
        for (const Coalition& coalition : coalitions) {
            if (const auto alive = monitor.check(); !alive)
                return Failure(alive.error());
            values.push_back(m_value(coalition));
        }
        return values;
    }

    // Units that stay whatever is asked, as special tokens do.
    void keep(int unit) { std::erase(m_players, unit); }

    mutable Substrate lastSubstrate = Substrate::Zero;

private:
    UnitCounts m_counts;
    Value m_value;
    std::vector<int> m_players;
};

} // namespace triptych::test
