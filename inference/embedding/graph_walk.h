// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "inference/embedding/coded_rows.h"

namespace triptych::embedding {

// Rows that are linked to their neighbours, on the ground all of them and above ever fewer.
struct LayeredGraph {
    std::int32_t entry = -1; // a row of the top level; none where there are no rows
    int topLevel = 0;
    std::span<const std::size_t> offsets; // of each row's links in `links`
    std::span<const int> levelOffsets;    // of each level's links among those of a row; one more than levels
    std::span<const std::int32_t> links;  // rows; from the first -1 on, a level has none
};

// Walks a graph from its entry to the rows that are nearest to a query (Malkov and Yashunin, 2016, algorithms 2 and 5).
// Rows lie at random places of the memory, so that those of the next neighbours are fetched while one is multiplied.
// What graph and rows refer to must outlive it; one thread uses it at a time.
class GraphWalk {
public:
    GraphWalk(const LayeredGraph& graph, const CodedRows& rows);

    // The rows of the largest inner products among those met, keeping the best `breadth` (> 0) on the way; the best
    // first, -1 where the graph has fewer.
    void find(std::span<const float> query, std::size_t breadth, std::span<std::int64_t> ids);

private:
    using Candidate = std::pair<float, std::int32_t>; // inner product, row

    [[nodiscard]] std::span<const std::int32_t> neighbours(std::int32_t row, int level) const;
    [[nodiscard]] Candidate climbDown() const;
    void spread(Candidate start, std::size_t breadth);
    void collectUnseen(std::span<const std::int32_t> rows);
    void consider(Candidate candidate, std::size_t breadth);
    bool see(std::int32_t row);

    LayeredGraph m_graph;
    const CodedRows& m_rows;
    CodedVector m_query;
    std::vector<std::uint64_t> m_seen;  // a bit for each row
    std::vector<std::int32_t> m_unseen; // neighbours to be multiplied
    std::vector<Candidate> m_open;      // a heap, the best in front
    std::vector<Candidate> m_best;      // a heap, the worst in front
};

} // namespace triptych::embedding
