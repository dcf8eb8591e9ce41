// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/laboratory.h"

#include <algorithm>
#include <utility>

#include "inference/backend/guard.h"
#include "inference/engine/causal/swapped_text.h"
#include "inference/explain/causal/intervened_model.h"
#include "inference/explain/input_space.h"
#include "inference/explain/model_game.h"

namespace triptych::engine {

namespace {

// Those of one kind, in their order.
template<typename Kind>
std::vector<Kind> only(std::span<const Intervention> interventions) {
    std::vector<Kind> found;
    for (const Intervention& intervention : interventions)
        if (const auto* it = std::get_if<Kind>(&intervention))
            found.push_back(*it);
    return found;
}

Result<void> markAbsent(const UnitSet& set, const explain::ModelGame& game, Coalition& coalition) {
    const UnitCounts counts = game.units();
    const int count = counts.countOf(set.modality);
    const int begin = counts.beginOf(set.modality);
    const std::string modality(toString(set.modality));
    if (count == 0)
        return fail(ErrorCode::InvalidInput, "The target does not depend on units of " + modality + ".", toString(set));
    for (const int unit : set.units) {
        const bool isPlayer = unit >= 0 && unit < count && std::ranges::binary_search(game.players(), begin + unit);
        if (!isPlayer)
            return fail(ErrorCode::InvalidInput,
                        "Unit " + std::to_string(unit) + " of " + modality + " cannot be removed; there are " +
                            std::to_string(count) + ", and special tokens stay.",
                        toString(set));
        coalition[static_cast<std::size_t>(begin + unit)] = 0;
    }
    if (set.units.empty())
        std::fill_n(coalition.begin() + begin, count, 0);
    return {};
}

} // namespace

Plan watchEverything() {
    Plan plan;
    plan.watch.kind = Watch::Kind::All;
    plan.inner = explain::patchableInner();
    return plan;
}

Result<double> targetOf(const models::Model& model, const models::PreparedSample& sample, const Target& target,
                        const Monitor& monitor) {
    return runPrepared(model, sample, target, Plan(), {monitor.cancel, nullptr})
        .and_then([&](const Pass& pass) -> Result<double> {
            if (!pass.targetValue)
                return fail(ErrorCode::InvalidInput, "The changed sample has no such target.", toString(target));
            return pass.targetValue->item<double>();
        });
}

Laboratory::Laboratory(const models::Model& model, RunRequest request, ArrayMap inputs, Pass pass)
    : m_model(model)
    , m_request(std::move(request))
    , m_inputs(std::move(inputs))
    , m_pass(std::move(pass))
    , m_axes(explain::mapAxesOf(m_model, m_pass.prepared, m_pass.trace, m_pass.target)) {
}

Result<Laboratory> Laboratory::open(const models::Model& model, const RunRequest& request, const ArrayMap& inputs,
                                    const Monitor& monitor) {
    auto pass = runPass(model, request, watchEverything(), inputs, monitor);
    if (!pass)
        return Failure(pass.error());
    if (!pass->targetValue)
        return fail(ErrorCode::InvalidInput,
                    "Interventions need a target; add an item of a second modality, so that there is a score.",
                    request.sample.id);
    return Laboratory(model, request, inputs, std::move(*pass));
}

Result<Laboratory> Laboratory::withSwaps(std::span<const SwapWord> swaps, const Monitor& monitor) const {
    if (!m_inputs.empty())
        return fail(ErrorCode::InvalidInput, "Words cannot be swapped in prepared inputs; give the text.", "swap-word");
    RunRequest request = m_request;
    request.target = m_pass.target;
    return swapWords(m_pass.prepared.shown, explain::rowOf(m_pass.target, Modality::Text), swaps, request.sample)
        .and_then([&] { return open(m_model, request, {}, monitor); });
}

Result<std::vector<explain::SiteEdit>> Laboratory::patchFrom(const PatchActivation& patch,
                                                             const Monitor& monitor) const {
    RunRequest request = m_request;
    request.sample = patch.source;
    request.target = m_pass.target;
    const auto source = open(m_model, request, {}, {monitor.cancel, nullptr});
    if (!source)
        return Failure(source.error());
    return explain::editsOf(patch, traced(), source->traced());
}

Result<models::PreparedSample> Laboratory::without(std::span<const Erase> erased) const {
    const explain::ExplainInput input{m_model, m_pass.prepared, m_pass.trace, m_pass.target, {}, m_request.seed};
    if (erased.empty())
        return explain::withTensors(input, {});
    const auto game = explain::ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    Coalition coalition(static_cast<std::size_t>((*game)->units().total()), 1);
    for (const Erase& erase : erased)
        if (const auto marked = markAbsent(erase.units, **game, coalition); !marked)
            return Failure(marked.error());
    return explain::withTensors(input, (*game)->without(coalition, Substrate::Zero));
}

Result<Changed> Laboratory::change(std::span<const Intervention> interventions, const Monitor& monitor) const {
    if (const auto swaps = only<SwapWord>(interventions); !swaps.empty()) {
        std::vector<Intervention> others(interventions.begin(), interventions.end());
        std::erase_if(others, [](const Intervention& it) { return std::holds_alternative<SwapWord>(it); });
        return withSwaps(swaps, monitor).and_then([&](const Laboratory& swapped) {
            return swapped.change(others, monitor);
        });
    }
    std::vector<explain::SiteEdit> edits;
    for (const Intervention& intervention : interventions) {
        auto found = std::visit(
            [&]<typename Kind>(const Kind& it) -> Result<std::vector<explain::SiteEdit>> {
                if constexpr (std::is_same_v<Kind, PatchActivation>)
                    return patchFrom(it, monitor);
                else if constexpr (std::is_same_v<Kind, Erase> || std::is_same_v<Kind, SwapWord>)
                    return std::vector<explain::SiteEdit>{};
                else
                    return explain::editsOf(it, traced());
            },
            intervention);
        if (!found)
            return Failure(found.error());
        std::ranges::move(*found, std::back_inserter(edits));
    }
    return without(only<Erase>(interventions)).map([&](models::PreparedSample sample) {
        return Changed{std::make_unique<explain::IntervenedModel>(m_model, std::move(edits)), std::move(sample)};
    });
}

Result<double> Laboratory::valueOf(std::span<const Intervention> interventions, const Monitor& monitor) const {
    return change(interventions, monitor).and_then([&](const Changed& changed) {
        return targetOf(*changed.model, changed.sample, m_pass.target, monitor);
    });
}

} // namespace triptych::engine
