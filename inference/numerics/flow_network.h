// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace triptych::numerics {

// A directed graph whose edges carry at most their capacity. The largest flow between two nodes is found by blocking
// flows over shortest paths (Dinic 1970).
class FlowNetwork {
public:
    using Node = std::uint32_t;

    Node addNode();
    // Nothing is added for a capacity that is not positive.
    void addEdge(Node from, Node to, double capacity);

    // Every call starts with empty edges. 0 where the sink cannot be reached; source and sink differ.
    [[nodiscard]] double maximumFlow(Node source, Node sink);

    [[nodiscard]] std::size_t nodeCount() const { return m_first.size(); }
    [[nodiscard]] std::size_t edgeCount() const { return m_edges.size() / 2; }

private:
    static constexpr std::uint32_t none = 0xffff'ffff;

    // An edge and its reverse stand side by side, so that edge e ^ 1 is the way back.
    struct Edge {
        Node to;
        std::uint32_t next; // of the same node
    };

    [[nodiscard]] bool findLevels(Node source, Node sink);
    [[nodiscard]] double blockingFlow(Node source, Node sink);

    std::vector<std::uint32_t> m_first; // [node]: its newest edge
    std::vector<Edge> m_edges;
    std::vector<double> m_capacities; // [edge]
    std::vector<double> m_room;       // [edge]: what it can still carry
    std::vector<std::uint32_t> m_levels;
    std::vector<std::uint32_t> m_untried; // [node]: the next edge to try
    std::vector<std::uint32_t> m_path;    // edges from the source to where the search stands
    std::vector<Node> m_queue;
};

} // namespace triptych::numerics
