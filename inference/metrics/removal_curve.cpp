// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/metrics/removal_curve.h"

#include <algorithm>
#include <cmath>

namespace triptych::metrics {

namespace {

std::size_t unitsPerStep(const UnitMap& map, int steps) {
    const auto wanted = static_cast<std::size_t>(std::max(1, steps));
    return std::max<std::size_t>(1, (map.players.size() + wanted - 1) / wanted);
}

// All but floor((1 - share) count), as the published perturbation tests count; rounding errors of the share do not.
std::size_t countOfUnits(double share, std::size_t count) {
    constexpr double slack = 1e-9;
    const double kept = std::floor((1 - share) * static_cast<double>(count) + slack);
    return count - std::min(count, static_cast<std::size_t>(std::max(0.0, kept)));
}

std::vector<Coalition> coalitionsAlong(const UnitMap& map, std::span<const std::size_t> order,
                                       std::span<const double> shares, Change change) {
    std::vector<Coalition> coalitions;
    Coalition current = change == Change::Remove ? everyone(map) : withoutPlayers(map);
    std::size_t changed = 0;
    for (const double share : shares) {
        const std::size_t wanted = countOfUnits(share, order.size());
        for (; changed < wanted; ++changed)
            current[static_cast<std::size_t>(map.players[order[changed]])] = change == Change::Show ? 1 : 0;
        coalitions.push_back(current);
    }
    return coalitions;
}

} // namespace

std::vector<double> evenShares(const UnitMap& map, int steps) {
    const std::size_t step = unitsPerStep(map, steps);
    std::vector<double> shares;
    for (std::size_t changed = 0; changed < map.players.size(); changed += step)
        shares.push_back(static_cast<double>(changed) / static_cast<double>(map.players.size()));
    shares.push_back(1.0);
    return shares;
}

std::string evenStep(const UnitMap& map, int steps) {
    const std::size_t step = unitsPerStep(map, steps);
    return std::to_string(step) + (step == 1 ? " unit" : " units");
}

Result<QualityCurve> measureCurve(const UnitMap& map, std::span<const std::size_t> order,
                                  std::span<const double> shares, Change change, Substrate substrate,
                                  const Monitor& monitor) {
    return map.game->values(coalitionsAlong(map, order, shares, change), substrate, monitor)
        .map([&](std::vector<double> values) {
            return QualityCurve{{shares.begin(), shares.end()}, std::move(values)};
        });
}

double areaUnder(const QualityCurve& curve) {
    if (curve.shares.size() < 2)
        return curve.values.empty() ? 0.0 : curve.values.front();
    double area = 0;
    for (std::size_t i = 1; i < curve.shares.size(); ++i)
        area += 0.5 * (curve.values[i] + curve.values[i - 1]) * (curve.shares[i] - curve.shares[i - 1]);
    return area / (curve.shares.back() - curve.shares.front());
}

Result<QualityFigure> curveFigure(const UnitMap& map, std::span<const std::size_t> order,
                                  std::span<const double> shares, Change change, Substrate substrate,
                                  const FaithfulnessOptions& options, const Monitor& monitor) {
    const auto curve = measureCurve(map, order, shares, change, substrate, monitor);
    if (!curve)
        return Failure(curve.error());
    QualityFigure figure;
    figure.modality = map.modality;
    figure.value = areaUnder(*curve);
    figure.curve = *curve;
    figure.order = unitsOf(map, order);
    figure.protocol.substrate = toString(substrate);
    figure.protocol.target = map.target;
    double sum = 0;
    for (int i = 0; i < options.randomOrders; ++i) {
        const auto random = measureCurve(map, randomOrder(map, options.seed + static_cast<std::uint64_t>(i)), shares,
                                         change, substrate, monitor);
        if (!random)
            return Failure(random.error());
        sum += areaUnder(*random);
    }
    if (options.randomOrders > 0) {
        figure.chance = sum / options.randomOrders;
        figure.protocol.draws = options.randomOrders;
        figure.protocol.seed = options.seed;
    }
    return figure;
}

Result<QualityFigure> named(Result<QualityFigure> figure, const CurveName& name, std::string step) {
    if (!figure)
        return figure;
    figure->metric = name.metric;
    figure->better = name.better;
    figure->protocol.order = name.order;
    figure->protocol.step = std::move(step);
    return figure;
}

} // namespace triptych::metrics
