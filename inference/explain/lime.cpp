// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/lime.h"

#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeLime() {
    MethodDescriptor method;
    method.id = "lime";
    method.label = "LIME";
    method.summary = "A linear model of the target over patches, words and moments that are there or not.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {integerParameter("samples", "Model runs", "512", 2, 100'000),
                         realParameter("kernel_width", "Nearness", "0.25", 0.01, 10),
                         realParameter("ridge", "Ridge", "1", 0, 1000), substrateParameter()};
    return method;
}

} // namespace

const MethodDescriptor& Lime::descriptor() const {
    static const MethodDescriptor method = describeLime();
    return method;
}

std::int64_t Lime::passes(const Parameters& parameters, const UnitCounts& /*units*/) const {
    return *parameters.integer("samples");
}

Result<Relevance> Lime::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    const auto masks = numerics::bernoulliMasks(
        (*game)->players().size(), static_cast<std::size_t>(*input.parameters.integer("samples")), 0.5, input.seed);
    return play(**game, masks, substrateOf(input.parameters), monitor).map([&](const GameValues& played) {
        const auto weights = numerics::limeWeights(masks, played.values, input.parameters.real("kernel_width"),
                                                   input.parameters.real("ridge"));
        Relevance relevance = (*game)->mapOf(perUnit(**game, weights));
        relevance.figures = {{"value_all", played.all}, {"value_none", played.none}};
        return relevance;
    });
}

} // namespace triptych::explain
