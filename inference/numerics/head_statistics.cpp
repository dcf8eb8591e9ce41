// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/head_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "inference/numerics/softmax_statistics.h"

namespace triptych::numerics {
namespace {

constexpr int noModality = -1;

// What each position of an axis belongs to.
struct Position {
    int modality = noModality;
    int unit = 0;
};

std::vector<Position> positionsOf(const std::vector<AxisSegment>& segments, std::int64_t count) {
    std::vector<Position> positions(static_cast<std::size_t>(count));
    for (const AxisSegment& segment : segments)
        for (int i = 0; i < segment.count; ++i)
            if (const auto at = static_cast<std::size_t>(segment.begin + i); at < positions.size())
                positions[at] = {static_cast<int>(segment.modality), i};
    return positions;
}

// Between units of one modality: along the axis, or over the grid of patches.
class Distances {
public:
    explicit Distances(const PatchGrid& grid)
        : m_cols(grid.cols) {}

    [[nodiscard]] double between(const Position& a, const Position& b) const {
        if (a.modality != static_cast<int>(Modality::Image) || m_cols <= 0)
            return std::abs(a.unit - b.unit);
        return std::hypot(a.unit / m_cols - b.unit / m_cols, a.unit % m_cols - b.unit % m_cols);
    }

private:
    int m_cols;
};

struct RowFigures {
    double sum = 0;
    double other = 0; // on keys of another modality
    double own = 0;   // on keys of the query's modality
    double ownDistance = 0;
};

RowFigures figuresOf(std::span<const float> row, const Position& query, std::span<const Position> keys,
                     const Distances& distances) {
    RowFigures figures;
    for (std::size_t key = 0; key < row.size(); ++key) {
        const double weight = row[key];
        figures.sum += weight;
        if (query.modality == noModality || keys[key].modality == noModality)
            continue;
        if (keys[key].modality != query.modality) {
            figures.other += weight;
        } else {
            figures.own += weight;
            figures.ownDistance += weight * distances.between(query, keys[key]);
        }
    }
    return figures;
}

bool hasModality(const std::vector<Position>& positions) {
    return std::ranges::any_of(positions, [](const Position& position) { return position.modality != noModality; });
}

class MeanOf {
public:
    void add(double value, double weight = 1) {
        m_sum += value * weight;
        m_weight += weight;
    }
    [[nodiscard]] std::optional<double> mean() const {
        return m_weight > 0 ? std::optional(m_sum / m_weight) : std::nullopt;
    }

private:
    double m_sum = 0;
    double m_weight = 0;
};

} // namespace

HeadStatistics headStatistics(const AttentionMap& map, int head, const PatchGrid& grid) {
    const std::int64_t queryCount = map.weights.extent(1);
    const std::int64_t keyCount = map.weights.extent(2);
    const std::vector<Position> queries = positionsOf(map.queries, queryCount);
    const std::vector<Position> keys = positionsOf(map.keys, keyCount);
    const Distances distances(grid);
    const double largestEntropy = std::log(static_cast<double>(keyCount));
    std::vector<double> received(static_cast<std::size_t>(keyCount));
    MeanOf entropies;
    MeanOf others;
    MeanOf distance;
    double total = 0;
    for (std::int64_t query = 0; query < queryCount; ++query) {
        const std::span<const float> row = map.weights.row({head, query});
        const Position& from = queries[static_cast<std::size_t>(query)];
        const RowFigures figures = figuresOf(row, from, keys, distances);
        if (figures.sum <= 0)
            continue;
        entropies.add(largestEntropy > 0 ? entropy(row) / largestEntropy : 0);
        if (from.modality != noModality)
            others.add(figures.other / figures.sum);
        if (figures.own > 0)
            distance.add(figures.ownDistance / figures.own, figures.own);
        std::ranges::transform(row, received, received.begin(),
                               [](float weight, double sum) { return static_cast<double>(weight) + sum; });
        total += figures.sum;
    }
    HeadStatistics statistics;
    statistics.entropy = entropies.mean().value_or(0);
    if (hasModality(keys))
        statistics.crossModal = others.mean();
    statistics.distance = distance.mean();
    statistics.sink = total > 0 ? *std::ranges::max_element(received) / total : 0;
    return statistics;
}

std::vector<HeadEntry> allHeadStatistics(const RunResult& result, const std::stop_token& stop) {
    std::vector<HeadEntry> entries;
    for (const AttentionMap& map : result.attention) {
        if (map.weights.rank() != 3 || map.weights.empty())
            continue;
        for (int head = 0; head < map.weights.extent(0); ++head) {
            if (stop.stop_requested())
                return entries;
            entries.push_back({&map, head, headStatistics(map, head, result.inputs.patchGrid)});
        }
    }
    return entries;
}

std::vector<double> zScores(std::span<const double> values) {
    std::vector<double> scores(values.size());
    if (values.empty())
        return scores;
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double square = 0;
    for (const double value : values)
        square += (value - mean) * (value - mean);
    const double deviation = std::sqrt(square / count);
    if (deviation > 0)
        std::ranges::transform(values, scores.begin(), [&](double value) { return (value - mean) / deviation; });
    return scores;
}

} // namespace triptych::numerics
