// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/swap_search.h"

#include <algorithm>
#include <numeric>

#include "inference/engine/causal/decision.h"
#include "inference/explain/causal/counterfactual.h"

namespace triptych::engine {

namespace {

class SwapGame {
public:
    SwapGame(const Laboratory& laboratory, const Decision& decision, const StudyRequest& request)
        : m_laboratory(laboratory)
        , m_decision(decision)
        , m_others(request.run.interventions) {
        const std::vector<Word>& words = laboratory.untouched().prepared.shown.words;
        for (std::size_t word = 0; word < words.size(); ++word)
            for (const std::string& by : request.vocabulary)
                if (by != words[word].text)
                    m_swaps.push_back({static_cast<int>(word), by});
    }

    [[nodiscard]] const std::vector<SwapWord>& swaps() const { return m_swaps; }

    // The swaps that are absent from the coalition are done; of two of one word, the first.
    [[nodiscard]] std::vector<SwapWord> chosen(const Coalition& coalition) const {
        std::vector<SwapWord> done;
        for (std::size_t i = 0; i < m_swaps.size(); ++i)
            if (coalition[i] == 0 && (done.empty() || done.back().word != m_swaps[i].word))
                done.push_back(m_swaps[i]);
        return done;
    }

    [[nodiscard]] Result<std::vector<double>> margins(std::span<const Coalition> coalitions,
                                                      const Monitor& monitor) const {
        std::vector<double> found;
        for (const Coalition& coalition : coalitions) {
            const auto margin = marginOf(chosen(coalition), monitor);
            if (!margin)
                return Failure(margin.error());
            found.push_back(*margin);
        }
        return found;
    }

private:
    [[nodiscard]] Result<double> marginOf(const std::vector<SwapWord>& swaps, const Monitor& monitor) const {
        std::vector<Intervention> all(m_others);
        all.insert(all.end(), swaps.begin(), swaps.end());
        const auto changed = m_laboratory.change(all, {monitor.cancel, nullptr});
        if (!changed)
            return Failure(changed.error());
        const auto pass =
            runPrepared(*changed->model, changed->sample, m_laboratory.target(), Plan(), {monitor.cancel, nullptr});
        if (!pass)
            return Failure(pass.error());
        double against = m_decision.threshold();
        for (std::size_t i = 0; i < m_decision.rivals().size(); ++i) {
            const auto rival = changed->model->targetValue(m_decision.rivals()[i], pass->prepared, pass->trace);
            if (!rival)
                return Failure(rival.error());
            against = i == 0 ? rival->item<double>() : std::max(against, rival->item<double>());
        }
        return pass->targetValue->item<double>() - against;
    }

    const Laboratory& m_laboratory;
    const Decision& m_decision;
    std::vector<Intervention> m_others;
    std::vector<SwapWord> m_swaps;
};

} // namespace

Result<Counterfactual> turnBySwaps(const Laboratory& laboratory, const Changed& changed, const StudyRequest& request,
                                   const Monitor& monitor) {
    const auto decision = Decision::make(laboratory, changed, monitor);
    if (!decision)
        return Failure(decision.error());
    const SwapGame game(laboratory, *decision, request);
    if (game.swaps().empty())
        return fail(ErrorCode::InvalidInput,
                    "There is nothing to swap: give a text and words that may stand in the place of its own.",
                    "vocabulary");
    const int count = static_cast<int>(game.swaps().size());
    std::vector<int> players(game.swaps().size());
    std::iota(players.begin(), players.end(), 0);
    const explain::Margin margin = [&](std::span<const Coalition> coalitions) {
        return game.margins(coalitions, monitor);
    };
    const explain::RemovalOptions options{std::max(1, request.beam), std::max(1, request.budget)};
    return explain::fewestRemovals(players, count, margin, options, monitor).map([&](const explain::Removal& removal) {
        Coalition coalition(game.swaps().size(), 1);
        for (const int swap : removal.removed)
            coalition[static_cast<std::size_t>(swap)] = 0;
        Counterfactual found{decision->words(),      removal.marginBefore, removal.marginAfter, removal.isFound, {},
                             game.chosen(coalition), removal.runs};
        return found;
    });
}

} // namespace triptych::engine
