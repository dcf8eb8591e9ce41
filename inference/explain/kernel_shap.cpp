// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/kernel_shap.h"

#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeKernelShap() {
    MethodDescriptor method;
    method.id = "kernel_shap";
    method.label = "KernelSHAP";
    method.summary = "Shapley values of patches, words and moments, fitted over random coalitions of them.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {integerParameter("samples", "Model runs", "512", 2, 100'000), substrateParameter()};
    return method;
}

} // namespace

const MethodDescriptor& KernelShap::descriptor() const {
    static const MethodDescriptor method = describeKernelShap();
    return method;
}

std::int64_t KernelShap::passes(const Parameters& parameters, const UnitCounts& /*units*/) const {
    return *parameters.integer("samples");
}

Result<Relevance> KernelShap::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    const auto masks = numerics::shapleyCoalitions(
        (*game)->players().size(), static_cast<std::size_t>(*input.parameters.integer("samples")), input.seed);
    return play(**game, masks, substrateOf(input.parameters), monitor).map([&](const GameValues& played) {
        std::vector<double> shares = numerics::kernelShapley(masks, played.values, played.all, played.none);
        if (shares.empty()) // one player: all is its own
            shares = {played.all - played.none};
        Relevance relevance = (*game)->mapOf(perUnit(**game, shares));
        relevance.figures = {{"value_all", played.all}, {"value_none", played.none}};
        return relevance;
    });
}

} // namespace triptych::explain
