// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/mm_shap.h"

#include <cmath>

#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
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

std::vector<Modality> playedModalities(const UnitCounts& units) {
    std::vector<Modality> played;
    if (units.image > 0)
        played.push_back(Modality::Image);
    if (units.text > 0)
        played.push_back(Modality::Text);
    if (units.audio > 0)
        played.push_back(Modality::Audio);
    return played;
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

// The target for every subset of the modalities: the others have all of their units removed.
Result<void> addSubsets(const ModelGame& game, Substrate substrate, const Monitor& monitor, Relevance& relevance) {
    const std::vector<Modality> played = playedModalities(game.units());
    std::vector<numerics::PlayerMask> masks;
    std::vector<std::string> names;
    for (unsigned subset = 0; subset < 1u << played.size(); ++subset) {
        numerics::PlayerMask mask;
        std::string name = "value";
        for (std::size_t m = 0; m < played.size(); ++m)
            if ((subset >> m & 1u) != 0)
                name.append("_").append(toString(played[m]));
        for (const int player : game.players()) {
            const auto at = std::ranges::find(played, game.modalityOf(player)) - played.begin();
            mask.push_back((subset >> at & 1u) != 0 ? 1 : 0);
        }
        masks.push_back(std::move(mask));
        names.push_back(subset == 0 ? "value_none" : name);
    }
    return game.values(coalitionsOf(game, masks), substrate, {monitor.cancel, nullptr})
        .map([&](const std::vector<double>& values) {
            for (std::size_t i = 0; i < values.size(); ++i)
                relevance.figures[names[i]] = values[i];
        });
}

} // namespace

const MethodDescriptor& MmShap::descriptor() const {
    static const MethodDescriptor method = describeMmShap();
    return method;
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
