// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/occlusion.h"

#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeOcclusion() {
    MethodDescriptor method;
    method.id = "occlusion";
    method.label = "Occlusion";
    method.summary = "What the target loses when one patch or moment is hidden, one run for each.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {Modality::Image, Modality::Audio};
    method.parameters = {choiceParameter("baseline", "Hidden parts become", {"zero"})};
    return method;
}

// All units present, then each of `hidden` absent alone.
std::vector<Coalition> hidingEach(const ModelGame& game, const std::vector<int>& hidden) {
    const Coalition all(static_cast<std::size_t>(game.units().total()), 1);
    std::vector<Coalition> coalitions{all};
    for (const int unit : hidden) {
        coalitions.push_back(all);
        coalitions.back()[static_cast<std::size_t>(unit)] = 0;
    }
    return coalitions;
}

// target - target without the unit, for every patch and moment.
Result<Relevance> occlude(const ExplainInput& input, const Monitor& monitor) {
    if (const auto inputs = explainedInputs(input.sample, input.target); !inputs)
        return Failure(inputs.error());
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    std::vector<int> hidden;
    for (const int player : (*game)->players())
        if ((*game)->modalityOf(player) != Modality::Text)
            hidden.push_back(player);
    const auto values = (*game)->values(hidingEach(**game, hidden), Substrate::Zero, monitor);
    if (!values)
        return Failure(values.error());
    std::vector<double> lost(static_cast<std::size_t>((*game)->units().total()), 0);
    for (std::size_t i = 0; i < hidden.size(); ++i)
        lost[static_cast<std::size_t>(hidden[i])] = values->front() - (*values)[i + 1];
    Relevance relevance = (*game)->mapOf(lost);
    relevance.text = {};
    return relevance;
}

} // namespace

const MethodDescriptor& Occlusion::descriptor() const {
    static const MethodDescriptor method = describeOcclusion();
    return method;
}

std::int64_t Occlusion::passes(const Parameters& /*parameters*/, const UnitCounts& units) const {
    return units.image + units.audio;
}

Result<Relevance> Occlusion::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("occlusion", [&] { return occlude(input, monitor); });
}

} // namespace triptych::explain
