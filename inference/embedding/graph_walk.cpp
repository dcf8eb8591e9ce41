// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/graph_walk.h"

#include <algorithm>
#include <functional>

namespace triptych::embedding {

namespace {

constexpr std::size_t rowsAhead = 3; // fetched while one is multiplied

} // namespace

GraphWalk::GraphWalk(const LayeredGraph& graph, const CodedRows& rows)
    : m_graph(graph)
    , m_rows(rows) {
}

void GraphWalk::find(std::span<const float> query, std::size_t breadth, std::span<std::int64_t> ids) {
    std::ranges::fill(ids, -1);
    if (m_graph.entry < 0)
        return;
    code(query, m_query);
    m_seen.assign((static_cast<std::size_t>(m_rows.size()) + 63) / 64, 0);
    spread(climbDown(), std::max(breadth, ids.size()));
    std::ranges::sort(m_best, std::greater{});
    for (std::size_t i = 0; i < std::min(ids.size(), m_best.size()); ++i)
        ids[i] = m_best[i].second;
}

// From the entry to the best row of the level above the ground, always to the best neighbour.
GraphWalk::Candidate GraphWalk::climbDown() const {
    Candidate best{m_rows.product(m_query, m_graph.entry), m_graph.entry};
    for (int level = m_graph.topLevel; level > 0; --level)
        for (Candidate from{}; from != best;) {
            from = best;
            for (const std::int32_t row : neighbours(from.second, level))
                best = std::max(best, Candidate{m_rows.product(m_query, row), row});
        }
    return best;
}

// Over the ground, always from the best row whose neighbours were not looked at, until all those are worse than the
// best `breadth` rows.
void GraphWalk::spread(Candidate start, std::size_t breadth) {
    m_open.assign(1, start);
    m_best.assign(1, start);
    see(start.second);
    while (!m_open.empty() && (m_best.size() < breadth || m_open.front() >= m_best.front())) {
        std::ranges::pop_heap(m_open);
        const std::int32_t from = m_open.back().second;
        m_open.pop_back();
        collectUnseen(neighbours(from, 0));
        for (std::size_t i = 0; i < m_unseen.size(); ++i) {
            if (i + rowsAhead < m_unseen.size())
                m_rows.fetch(m_unseen[i + rowsAhead]);
            consider({m_rows.product(m_query, m_unseen[i]), m_unseen[i]}, breadth);
        }
    }
}

void GraphWalk::collectUnseen(std::span<const std::int32_t> rows) {
    m_unseen.clear();
    for (const std::int32_t row : rows)
        if (see(row)) {
            if (m_unseen.size() < rowsAhead)
                m_rows.fetch(row);
            m_unseen.push_back(row);
        }
}

void GraphWalk::consider(Candidate candidate, std::size_t breadth) {
    if (m_best.size() == breadth) {
        if (candidate <= m_best.front())
            return;
        std::ranges::pop_heap(m_best, std::greater{});
        m_best.pop_back();
    }
    m_best.push_back(candidate);
    std::ranges::push_heap(m_best, std::greater{});
    m_open.push_back(candidate);
    std::ranges::push_heap(m_open);
}

bool GraphWalk::see(std::int32_t row) {
    std::uint64_t& word = m_seen[static_cast<std::size_t>(row) / 64];
    const std::uint64_t bit = std::uint64_t{1} << (row % 64);
    const bool isNew = (word & bit) == 0;
    word |= bit;
    return isNew;
}

std::span<const std::int32_t> GraphWalk::neighbours(std::int32_t row, int level) const {
    const std::size_t begin = m_graph.offsets[static_cast<std::size_t>(row)];
    const auto from = static_cast<std::size_t>(m_graph.levelOffsets[static_cast<std::size_t>(level)]);
    const auto to = static_cast<std::size_t>(m_graph.levelOffsets[static_cast<std::size_t>(level) + 1]);
    const std::span<const std::int32_t> all = m_graph.links.subspan(begin + from, to - from);
    return all.first(static_cast<std::size_t>(std::ranges::find(all, -1) - all.begin()));
}

} // namespace triptych::embedding
