// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/mm_shap.h"

#include <cmath>

#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
#include "inference/explain/modality_subsets.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeMmShap() {
    MethodDescriptor method;
    method.id = "mm_shap";
    method.label = "Modality shares (MM-SHAP)";
    method.summary = "Shapley values by permutations, and how much each modality has of them.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {integerParameter("permutations", "Permutations", "10", 2, 10'000), substrateParameter()};
    return method;
}

void addShares(const ModelGame& game, const std::vector<double>& shares, Relevance& relevance) {
    std::map<Modality, double> sums;
    double whole = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        sums[game.modalityOf(game.players()[i])] += std::abs(shares[i]);
        whole += std::abs(shares[i]);
    }
    for (const auto& [modality, sum] : sums)
        relevance.figures["share_" + std::string(toString(modality))] = whole > 0 ? sum / whole : 0;
}

// "value_none", "value_image", "value_image_text".
std::string nameOf(const SubsetValue& subset) {
    std::string name = "value";
    for (const Modality modality : subset.present)
        name.append("_").append(toString(modality));
    return subset.present.empty() ? "value_none" : name;
}

Result<void> addSubsets(const ModelGame& game, Substrate substrate, const Monitor& monitor, Relevance& relevance) {
    return valuesOfSubsets(game, substrate, {monitor.cancel, nullptr}).map([&](const auto& subsets) {
        for (const SubsetValue& subset : subsets)
            relevance.figures[nameOf(subset)] = subset.value;
    });
}

} // namespace

const MethodDescriptor& MmShap::descriptor() const {
    static const MethodDescriptor method = describeMmShap();
    return method;
}

std::int64_t MmShap::passes(const Parameters& parameters, const UnitCounts& units) const {
    return *parameters.integer("permutations") * 2 * units.total();
}

Result<Relevance> MmShap::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    const Substrate substrate = substrateOf(input.parameters);
    const auto shares = permutationShapley(**game, static_cast<int>(*input.parameters.integer("permutations")),
                                           input.seed, substrate, monitor);
    if (!shares)
        return Failure(shares.error());
    Relevance relevance = (*game)->mapOf(perUnit(**game, *shares));
    addShares(**game, *shares, relevance);
    if (const auto added = addSubsets(**game, substrate, monitor, relevance);
        !added && added.error().code != ErrorCode::Canceled)
        return Failure(added.error());
    return relevance;
}

} // namespace triptych::explain
