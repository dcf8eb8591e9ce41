// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/projection_quality.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "inference/embedding/drawn_rows.h"
#include "inference/embedding/nearest.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t mostJudgedRows = 2'000;
constexpr std::int64_t mostNeighbours = 15;

float squaredDistance(std::span<const float> a, std::span<const float> b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
}

// Rank of every drawn row as a neighbour of `centre`: 0 is itself, 1 the nearest.
std::vector<std::int64_t> ranksAround(const VectorTable& table, const std::vector<std::int64_t>& drawn,
                                      std::size_t centre) {
    std::vector<float> distances(drawn.size());
    for (std::size_t i = 0; i < drawn.size(); ++i)
        distances[i] = i == centre ? -1 : squaredDistance(table.row(drawn[i]), table.row(drawn[centre]));
    std::vector<std::size_t> order(drawn.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return distances[i]; });
    std::vector<std::int64_t> ranks(drawn.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        ranks[order[place]] = static_cast<std::int64_t>(place);
    return ranks;
}

// How far those among the k nearest by `near` lie beyond them by `far`.
std::int64_t strays(const std::vector<std::int64_t>& near, const std::vector<std::int64_t>& far, std::int64_t k) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < near.size(); ++i)
        if (near[i] >= 1 && near[i] <= k)
            sum += std::max<std::int64_t>(0, far[i] - k);
    return sum;
}

} // namespace

Result<ProjectionQuality> qualityOf(const FloatArray& rows, const FloatArray& points, const Monitor& monitor) {
    ProjectionQuality quality;
    const std::vector<std::int64_t> drawn = drawnRows(rows.extent(0), mostJudgedRows);
    const auto n = static_cast<std::int64_t>(drawn.size());
    quality.rows = n;
    if (n < 3)
        return quality;
    const std::int64_t k = std::min(mostNeighbours, std::max<std::int64_t>(1, (n - 1) / 2));
    std::int64_t invented = 0;
    std::int64_t torn = 0;
    std::int64_t kept = 0;
    for (std::int64_t centre = 0; centre < n; ++centre) {
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        monitor.report("quality", centre, n);
        const auto place = static_cast<std::size_t>(centre);
        const auto full = ranksAround(tableOf(rows), drawn, place);
        const auto flat = ranksAround(tableOf(points), drawn, place);
        invented += strays(flat, full, k);
        torn += strays(full, flat, k);
        for (std::size_t i = 0; i < full.size(); ++i)
            kept += full[i] >= 1 && full[i] <= k && flat[i] >= 1 && flat[i] <= k ? 1 : 0;
    }
    const double worst = static_cast<double>(n * k) * static_cast<double>(2 * n - 3 * k - 1) / 2;
    quality.neighbours = static_cast<int>(k);
    quality.trustworthiness = worst > 0 ? 1 - static_cast<double>(invented) / worst : 1;
    quality.continuity = worst > 0 ? 1 - static_cast<double>(torn) / worst : 1;
    quality.neighboursKept = static_cast<double>(kept) / static_cast<double>(n * k);
    return quality;
}

} // namespace triptych::embedding
