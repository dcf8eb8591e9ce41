// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/dot_search.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "inference/base/shares.h"
#include "inference/base/wide_instructions.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t rowsPerThread = 2048; // fewer are not worth a thread
constexpr std::size_t lanes = 16;            // of one vector instruction

using Candidate = std::pair<float, std::int64_t>;

bool isBetter(const Candidate& a, const Candidate& b) {
    return a.first > b.first || (a.first == b.first && a.second < b.second);
}

// Keeps the best of a stretch of rows; the worst of them stands in front.
std::vector<Candidate> bestOf(const VectorTable& table, std::span<const float> query, std::int64_t begin,
                              std::int64_t end, std::size_t k) {
    std::vector<Candidate> best;
    best.reserve(k + 1);
    for (std::int64_t row = begin; row < end; ++row) {
        const Candidate candidate{innerProduct(table.row(row), query), row};
        if (best.size() == k && !isBetter(candidate, best.front()))
            continue;
        best.push_back(candidate);
        std::ranges::push_heap(best, isBetter);
        if (best.size() > k) {
            std::ranges::pop_heap(best, isBetter);
            best.pop_back();
        }
    }
    return best;
}

} // namespace

TRIPTYCH_WIDE_INSTRUCTIONS
float innerProduct(std::span<const float> a, std::span<const float> b) {
    std::array<float, lanes> sums{};
    std::size_t i = 0;
    for (; i + lanes <= a.size(); i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    float sum = std::accumulate(sums.begin(), sums.end(), 0.0f);
    for (; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

void searchOne(const VectorTable& table, std::span<const float> query, std::span<std::int64_t> ids,
               std::span<float> scores) {
    const std::int64_t shares = sharesOf(table.rows, rowsPerThread, processors());
    std::vector<std::vector<Candidate>> parts(static_cast<std::size_t>(shares));
    doInShares(table.rows, shares, [&](std::int64_t share, std::int64_t begin, std::int64_t end) {
        parts[static_cast<std::size_t>(share)] = bestOf(table, query, begin, end, ids.size());
    });
    std::vector<Candidate> all;
    for (const auto& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all, isBetter);
    all.resize(ids.size(), {std::numeric_limits<float>::lowest(), -1});
    for (std::size_t i = 0; i < ids.size(); ++i)
        std::tie(scores[i], ids[i]) = all[i];
}

} // namespace triptych::embedding
