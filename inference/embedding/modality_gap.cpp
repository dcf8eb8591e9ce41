// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/modality_gap.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "inference/embedding/dot_search.h"
#include "inference/embedding/drawn_rows.h"
#include "inference/embedding/linear_separability.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t mostCompared = 500; // with each other
constexpr std::int64_t mostAveraged = 100'000;

std::vector<double> centroidOf(const VectorTable& table) {
    std::vector<double> centroid(static_cast<std::size_t>(table.width));
    const auto drawn = drawnRows(table.rows, mostAveraged);
    for (const std::int64_t row : drawn)
        for (std::size_t i = 0; i < centroid.size(); ++i)
            centroid[i] += static_cast<double>(table.row(row)[i]) / static_cast<double>(drawn.size());
    return centroid;
}

double distanceOf(const std::vector<double>& a, const std::vector<double>& b) {
    double square = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        square += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(square);
}

// Of unit vectors.
double squaredDistanceOnSphere(std::span<const float> a, std::span<const float> b) {
    return std::max(0.0, 2 - 2 * static_cast<double>(innerProduct(a, b)));
}

// Squared distances between every two drawn rows; within one table, each pair once and no row with itself.
std::vector<double> squaredDistances(const VectorTable& a, const VectorTable& b) {
    const bool isOneTable = a.values.data() == b.values.data();
    const auto fromRows = drawnRows(a.rows, mostCompared);
    const auto toRows = drawnRows(b.rows, mostCompared);
    std::vector<double> distances;
    for (std::size_t i = 0; i < fromRows.size(); ++i)
        for (std::size_t j = isOneTable ? i + 1 : 0; j < toRows.size(); ++j)
            distances.push_back(squaredDistanceOnSphere(a.row(fromRows[i]), b.row(toRows[j])));
    return distances;
}

// Mean of exp(-distance / scale).
double meanKernel(const std::vector<double>& squaredDistances, double scale) {
    double sum = 0;
    for (const double distance : squaredDistances)
        sum += std::exp(-distance / scale);
    return sum / static_cast<double>(squaredDistances.size());
}

std::optional<double> meanDiscrepancy(const VectorTable& a, const VectorTable& b) {
    if (a.rows < 2 || b.rows < 2)
        return std::nullopt;
    const auto within = squaredDistances(a, a);
    const auto across = squaredDistances(a, b);
    const auto beyond = squaredDistances(b, b);
    std::vector<double> all;
    for (const auto* part : {&within, &across, &beyond})
        all.insert(all.end(), part->begin(), part->end());
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::ranges::nth_element(all, middle);
    const double scale = *middle > 0 ? 2 * *middle : 1;
    return meanKernel(within, scale) + meanKernel(beyond, scale) - 2 * meanKernel(across, scale);
}

std::optional<double> alignmentOf(const Corpus& corpus, Modality first, Modality second) {
    std::unordered_map<std::string, std::vector<std::int64_t>> rows;
    const auto& partners = corpus.tables.at(second);
    for (std::size_t i = 0; i < partners.size(); ++i)
        rows[partners[i].id].push_back(static_cast<std::int64_t>(i));
    double sum = 0;
    std::int64_t count = 0;
    const auto& table = corpus.tables.at(first);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto found = rows.find(table[i].id);
        if (found == rows.end())
            continue;
        for (const std::int64_t partner : found->second) {
            sum += squaredDistanceOnSphere(corpus.embeddings.at(first).row(static_cast<std::int64_t>(i)),
                                           corpus.embeddings.at(second).row(partner));
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

ModalityGap gapBetween(const Corpus& corpus, Modality first, Modality second) {
    const VectorTable& a = corpus.embeddings.at(first);
    const VectorTable& b = corpus.embeddings.at(second);
    ModalityGap gap{first, second, {}, {}, {}, {}};
    gap.centroidDistance = distanceOf(centroidOf(a), centroidOf(b));
    gap.separability = linearSeparability(a, b);
    gap.alignment = alignmentOf(corpus, first, second);
    gap.meanDiscrepancy = meanDiscrepancy(a, b);
    return gap;
}

} // namespace

Result<void> checkFinite(const Corpus& corpus, Modality modality) {
    const VectorTable& table = corpus.embeddings.at(modality);
    for (std::int64_t row = 0; row < table.rows; ++row)
        if (!std::ranges::all_of(table.row(row), [](float value) { return std::isfinite(value); }))
            return fail(ErrorCode::NotFinite,
                        "The vector of \"" + corpus.tables.at(modality)[static_cast<std::size_t>(row)].id +
                            "\" holds values that are not numbers; embed the corpus again or leave this item out.",
                        std::string(toString(modality)) + " row " + std::to_string(row));
    return {};
}

Result<ModalityGaps> compareModalities(const Corpus& corpus, const Monitor& monitor) {
    constexpr double uniformityScale = 0.5; // exp(-2 d^2)
    ModalityGaps result;
    const auto total = static_cast<std::int64_t>(corpus.embeddings.size());
    for (auto first = corpus.embeddings.begin(); first != corpus.embeddings.end(); ++first) {
        monitor.report("modalities", std::distance(corpus.embeddings.begin(), first), total);
        if (const auto finite = checkFinite(corpus, first->first); !finite)
            return Failure(finite.error());
        if (first->second.rows >= 2)
            result.uniformity[first->first] =
                std::log(meanKernel(squaredDistances(first->second, first->second), uniformityScale));
        for (auto second = corpus.embeddings.begin(); second != first; ++second) {
            if (const auto alive = monitor.check(); !alive)
                return Failure(alive.error());
            if (first->second.width == second->second.width && first->second.rows > 0 && second->second.rows > 0)
                result.gaps.push_back(gapBetween(corpus, second->first, first->first));
        }
    }
    return result;
}

} // namespace triptych::embedding
