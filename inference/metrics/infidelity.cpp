// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/infidelity.h"

#include <algorithm>
#include <random>

namespace triptych::metrics {

namespace {

// Each unit is removed with probability 1/2.
std::vector<Coalition> randomCoalitions(const UnitMap& map, int draws, std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::vector<Coalition> coalitions{everyone(map)};
    for (int draw = 0; draw < draws; ++draw) {
        Coalition coalition = everyone(map);
        for (const int player : map.players)
            coalition[static_cast<std::size_t>(player)] = static_cast<std::uint8_t>(engine() >> 63);
        coalitions.push_back(std::move(coalition));
    }
    return coalitions;
}

double removedRelevance(const UnitMap& map, const Coalition& coalition) {
    double sum = 0;
    for (std::size_t i = 0; i < map.players.size(); ++i)
        sum += coalition[static_cast<std::size_t>(map.players[i])] == 0 ? map.relevance[i] : 0.0;
    return sum;
}

// min over b of mean (b * told - lost)^2, over mean lost^2.
double unexplainedShare(const std::vector<double>& told, const std::vector<double>& lost) {
    double product = 0;
    double toldSquare = 0;
    double lostSquare = 0;
    for (std::size_t i = 0; i < told.size(); ++i) {
        product += told[i] * lost[i];
        toldSquare += told[i] * told[i];
        lostSquare += lost[i] * lost[i];
    }
    const double explained = toldSquare > 0 ? product * product / (toldSquare * lostSquare) : 0.0;
    return std::max(0.0, 1.0 - explained);
}

} // namespace

const MetricDescriptor& infidelityDescriptor() {
    static const MetricDescriptor metric{
        "infidelity",
        "Infidelity",
        "How badly the relevance of removed units tells what the target loses: 0 perfectly, 1 not at all.",
        "64 random coalitions, each unit of the modality removed with probability 1/2; the map is scaled by least "
        "squares; squared error over the squared loss.",
        {}};
    return metric;
}

Result<QualityFigure> infidelity(const UnitMap& map, const FaithfulnessOptions& options, const Monitor& monitor) {
    const std::vector<Coalition> coalitions = randomCoalitions(map, std::max(1, options.draws), options.seed);
    const auto values = map.game->values(coalitions, options.substrate, monitor);
    if (!values)
        return Failure(values.error());
    std::vector<double> told;
    std::vector<double> lost;
    for (std::size_t i = 1; i < coalitions.size(); ++i) {
        told.push_back(removedRelevance(map, coalitions[i]));
        lost.push_back(values->front() - (*values)[i]);
    }
    if (std::ranges::all_of(lost, [](double loss) { return loss == 0.0; }))
        return fail(ErrorCode::InvalidInput, "The target stays the same whatever is removed; choose another target.",
                    map.target);
    QualityFigure figure;
    figure.metric = "infidelity";
    figure.modality = map.modality;
    figure.value = unexplainedShare(told, lost);
    figure.chance = 1.0;
    figure.better = Better::Lower;
    figure.protocol = {"random",   toString(options.substrate), "half of the units",
                       map.target, std::max(1, options.draws),  options.seed};
    return figure;
}

} // namespace triptych::metrics
