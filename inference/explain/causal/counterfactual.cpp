// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/counterfactual.h"

#include <algorithm>
#include <set>

namespace triptych::explain {

namespace {

using UnitSetIds = std::vector<int>; // ascending

struct Candidate {
    UnitSetIds removed;
    double margin = 0;
};

class RemovalSearch {
public:
    RemovalSearch(std::span<const int> players, int units, const Margin& margin, const RemovalOptions& options,
                  const Monitor& monitor)
        : m_players(players.begin(), players.end())
        , m_units(static_cast<std::size_t>(units))
        , m_margin(margin)
        , m_options(options)
        , m_monitor(monitor) {}

    Result<Removal> find() {
        auto whole = measure({UnitSetIds{}});
        if (!whole)
            return Failure(whole.error());
        m_result.marginBefore = m_result.marginAfter = whole->front().margin;
        if (m_result.marginBefore > 0)
            if (const auto done = search(); !done)
                return Failure(done.error());
        m_result.runs = m_runs;
        return m_result;
    }

private:
    [[nodiscard]] int left() const { return m_options.budget - m_runs; }

    // Margins of sets, as many of them as the budget allows.
    Result<std::vector<Candidate>> measure(std::vector<UnitSetIds> sets) {
        sets.resize(std::min(sets.size(), static_cast<std::size_t>(std::max(0, left()))));
        std::vector<Coalition> coalitions;
        for (const UnitSetIds& set : sets) {
            Coalition& coalition = coalitions.emplace_back(m_units, 1);
            for (const int unit : set)
                coalition[static_cast<std::size_t>(unit)] = 0;
        }
        m_monitor.report("explain", m_runs, m_options.budget);
        return m_monitor.check().and_then([&] { return m_margin(coalitions); }).map([&](const auto& margins) {
            m_runs += static_cast<int>(sets.size());
            std::vector<Candidate> measured;
            for (std::size_t i = 0; i < sets.size(); ++i) {
                if (!m_result.isFound)
                    m_result.marginAfter = std::min(m_result.marginAfter, margins[i]);
                measured.push_back({std::move(sets[i]), margins[i]});
            }
            return measured;
        });
    }

    Result<void> search() {
        const auto singles = measure(grown({UnitSetIds{}}));
        if (!singles)
            return Failure(singles.error());
        if (take(*singles))
            return {};
        // What the greedy way needs stays in the purse: one run per prefix, and one per unit that is tried again.
        const int reserve = std::min(2 * static_cast<int>(m_players.size()), m_options.budget / 2);
        std::vector<UnitSetIds> beam = best(*singles);
        while (!beam.empty()) {
            std::vector<UnitSetIds> next = grown(beam);
            if (next.empty() || left() - static_cast<int>(next.size()) < reserve)
                break;
            const auto measured = measure(std::move(next));
            if (!measured)
                return Failure(measured.error());
            if (take(*measured))
                return {};
            beam = best(*measured);
        }
        return removeGreedily(*singles);
    }

    // Every set with one more player.
    [[nodiscard]] std::vector<UnitSetIds> grown(const std::vector<UnitSetIds>& sets) const {
        std::set<UnitSetIds> all;
        for (const UnitSetIds& set : sets)
            for (const int player : m_players)
                if (!std::ranges::binary_search(set, player)) {
                    UnitSetIds more = set;
                    more.insert(std::ranges::upper_bound(more, player), player);
                    all.insert(std::move(more));
                }
        return {all.begin(), all.end()};
    }

    [[nodiscard]] std::vector<UnitSetIds> best(std::vector<Candidate> candidates) const {
        std::ranges::stable_sort(candidates, {}, &Candidate::margin);
        std::vector<UnitSetIds> beam;
        for (std::size_t i = 0; i < candidates.size() && i < static_cast<std::size_t>(m_options.beam); ++i)
            beam.push_back(std::move(candidates[i].removed));
        return beam;
    }

    // The set with the lowest margin, if that turns the decision.
    bool take(const std::vector<Candidate>& candidates) {
        const auto lowest = std::ranges::min_element(candidates, {}, &Candidate::margin);
        if (lowest == candidates.end() || lowest->margin > 0)
            return false;
        m_result.isFound = true;
        m_result.removed = lowest->removed;
        m_result.marginAfter = lowest->margin;
        return true;
    }

    // The shortest prefix of the players, strongest single effect first, that turns the decision.
    Result<void> removeGreedily(std::vector<Candidate> singles) {
        std::ranges::stable_sort(singles, {}, &Candidate::margin);
        std::vector<UnitSetIds> prefixes;
        UnitSetIds prefix;
        for (const Candidate& single : singles) {
            prefix.insert(std::ranges::upper_bound(prefix, single.removed.front()), single.removed.front());
            prefixes.push_back(prefix);
        }
        const auto measured = measure(std::move(prefixes));
        if (!measured)
            return Failure(measured.error());
        const auto first = std::ranges::find_if(*measured, [](const Candidate& it) { return it.margin <= 0; });
        if (first == measured->end())
            return {};
        take({*first});
        return putBack(singles);
    }

    // Weakest first: what the decision stays turned without was not needed.
    Result<void> putBack(const std::vector<Candidate>& singles) {
        for (auto single = singles.rbegin(); single != singles.rend() && left() > 0; ++single) {
            UnitSetIds without = m_result.removed;
            if (std::erase(without, single->removed.front()) == 0 || without.empty())
                continue;
            const auto measured = measure({without});
            if (!measured)
                return Failure(measured.error());
            take(*measured);
        }
        return {};
    }

    const std::vector<int> m_players;
    const std::size_t m_units;
    const Margin& m_margin;
    const RemovalOptions& m_options;
    const Monitor& m_monitor;
    int m_runs = 0;
    Removal m_result;
};

} // namespace

Result<Removal> fewestRemovals(std::span<const int> players, int units, const Margin& margin,
                               const RemovalOptions& options, const Monitor& monitor) {
    return RemovalSearch(players, units, margin, options, monitor).find();
}

} // namespace triptych::explain
