// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/study.h"

#include <algorithm>
#include <map>

#include "inference/engine/causal/decision.h"
#include "inference/engine/causal/grid_study.h"
#include "inference/engine/causal/laboratory.h"
#include "inference/engine/causal/swap_search.h"
#include "inference/engine/stopwatch.h"
#include "inference/explain/causal/counterfactual.h"
#include "inference/explain/causal/logit_lens.h"
#include "inference/explain/modality_subsets.h"
#include "inference/explain/token_paths.h"

namespace triptych::engine {

namespace {

// Units of a coalition by modality.
std::vector<UnitSet> unitSets(const std::vector<int>& units, const UnitCounts& counts) {
    std::map<Modality, UnitSet> sets;
    for (const int unit : units) {
        const Modality modality = counts.modalityOf(unit);
        UnitSet& set = sets[modality];
        set.modality = modality;
        set.units.push_back(unit - counts.beginOf(modality));
    }
    std::vector<UnitSet> list;
    for (auto& [modality, set] : sets)
        list.push_back(std::move(set));
    return list;
}

Result<Counterfactual> turnDecision(const Laboratory& laboratory, const Changed& changed, const StudyRequest& request,
                                    const Monitor& monitor) {
    const auto decision = Decision::make(laboratory, changed, monitor);
    if (!decision)
        return Failure(decision.error());
    const UnitCounts counts = decision->game().units();
    std::vector<int> players;
    for (const int player : decision->game().players()) {
        const auto& wanted = request.removable;
        if (wanted.empty() || std::ranges::find(wanted, counts.modalityOf(player)) != wanted.end())
            players.push_back(player);
    }
    if (players.empty())
        return fail(ErrorCode::InvalidInput, "Nothing of these modalities can be removed from this sample.",
                    toString(laboratory.target()));
    const auto margins = [&](std::span<const Coalition> coalitions) { return decision->margins(coalitions, monitor); };
    const explain::RemovalOptions options{std::max(1, request.beam), std::max(1, request.budget)};
    return explain::fewestRemovals(players, counts.total(), margins, options, monitor)
        .map([&](const explain::Removal& removal) {
            return Counterfactual{decision->words(),
                                  removal.marginBefore,
                                  removal.marginAfter,
                                  removal.isFound,
                                  unitSets(removal.removed, counts),
                                  {},
                                  removal.runs};
        });
}

// The changed sample's run with everything watched.
Result<Pass> watchedPass(const Laboratory& laboratory, const Changed& changed, const Monitor& monitor) {
    return runPrepared(*changed.model, changed.sample, laboratory.target(), watchEverything(),
                       {monitor.cancel, nullptr});
}

Result<StudyGrid> lens(const Laboratory& laboratory, const Changed& changed, const Monitor& monitor) {
    return watchedPass(laboratory, changed, monitor).and_then([&](const Pass& pass) {
        return explain::logitLens(*changed.model, pass.prepared, pass.trace, monitor);
    });
}

Result<std::vector<TokenPaths>> paths(const Laboratory& laboratory, const Changed& changed, const Monitor& monitor) {
    return watchedPass(laboratory, changed, monitor).and_then([&](const Pass& pass) {
        return explain::tokenPaths(*changed.model, pass.prepared, pass.trace, pass.target, monitor);
    });
}

Result<void> fillReport(const Laboratory& laboratory, const Changed& changed, const StudyRequest& request,
                        const std::function<void(const StudyReport&)>& grown, const Monitor& monitor,
                        StudyReport& report) {
    switch (request.kind) {
    case StudyKind::Heads:
    case StudyKind::Looks:
    case StudyKind::Restore:
        return studyGrid(
                   laboratory, changed, request,
                   [&](const StudyGrid& grid) {
                       report.grid = grid;
                       if (grown)
                           grown(report);
                   },
                   monitor)
            .map([&](StudyGrid grid) { report.grid = std::move(grid); });
    case StudyKind::Subsets: {
        const explain::ExplainInput input = laboratory.explainInput(changed);
        const auto game = explain::ModelGame::make(input);
        if (!game)
            return Failure(game.error());
        return explain::valuesOfSubsets(**game, Substrate::Zero, monitor).map([&](auto subsets) {
            report.subsets = std::move(subsets);
        });
    }
    case StudyKind::Lens:
        // Probabilities stand for themselves.
        report.base = 0;
        return lens(laboratory, changed, monitor).map([&](StudyGrid grid) { report.grid = std::move(grid); });
    case StudyKind::Paths:
        return paths(laboratory, changed, monitor).map([&](auto found) { report.paths = std::move(found); });
    case StudyKind::Swaps:
        return turnBySwaps(laboratory, changed, request, monitor).map([&](Counterfactual found) {
            report.counterfactual = std::move(found);
        });
    case StudyKind::Counterfactual:
        return turnDecision(laboratory, changed, request, monitor).map([&](Counterfactual found) {
            report.counterfactual = std::move(found);
        });
    }
    return {};
}

} // namespace

Result<StudyReport> runStudy(const models::Model& model, const StudyRequest& request,
                             const std::function<void(const StudyReport&)>& grown, const Monitor& monitor) {
    Stopwatch stopwatch;
    const auto laboratory = Laboratory::open(model, request.run, {}, {monitor.cancel, nullptr});
    if (!laboratory)
        return Failure(laboratory.error());
    const auto changed = laboratory->change(request.run.interventions, monitor);
    if (!changed)
        return Failure(changed.error());
    const auto base = targetOf(*changed->model, changed->sample, laboratory->target(), monitor);
    if (!base)
        return Failure(base.error());
    StudyReport report;
    report.id = request.id;
    report.kind = request.kind;
    report.target = laboratory->target();
    report.untouched = laboratory->value();
    report.base = *base;
    if (const auto done = fillReport(*laboratory, *changed, request, grown, monitor, report); !done)
        return Failure(done.error());
    report.seconds = stopwatch.lap();
    return report;
}

} // namespace triptych::engine
