// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/flow_network.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace triptych::numerics {

namespace {

// Below this an edge counts as full: rounding of single attention weights, not a way for a flow.
constexpr double nothing = 1e-12;

} // namespace

FlowNetwork::Node FlowNetwork::addNode() {
    m_first.push_back(none);
    return static_cast<Node>(m_first.size() - 1);
}

void FlowNetwork::addEdge(Node from, Node to, double capacity) {
    assert(from < m_first.size() && to < m_first.size());
    if (!(capacity > nothing))
        return;
    const auto add = [this](Node tail, Node head, double room) {
        m_edges.push_back({head, m_first[tail]});
        m_capacities.push_back(room);
        m_first[tail] = static_cast<std::uint32_t>(m_edges.size() - 1);
    };
    add(from, to, capacity);
    add(to, from, 0);
}

bool FlowNetwork::findLevels(Node source, Node sink) {
    m_levels.assign(m_first.size(), none);
    m_queue.assign(1, source);
    m_levels[source] = 0;
    for (std::size_t i = 0; i < m_queue.size() && m_levels[sink] == none; ++i) {
        const Node node = m_queue[i];
        for (std::uint32_t edge = m_first[node]; edge != none; edge = m_edges[edge].next) {
            const Node next = m_edges[edge].to;
            if (m_room[edge] <= nothing || m_levels[next] != none)
                continue;
            m_levels[next] = m_levels[node] + 1;
            m_queue.push_back(next);
        }
    }
    return m_levels[sink] != none;
}

// Walks from the source along edges that lead one level on; a dead end is never entered again.
double FlowNetwork::blockingFlow(Node source, Node sink) {
    m_untried = m_first;
    m_path.clear();
    double sum = 0;
    Node node = source;
    while (true) {
        if (node == sink) {
            double flow = std::numeric_limits<double>::infinity();
            for (const std::uint32_t edge : m_path)
                flow = std::min(flow, m_room[edge]);
            std::size_t firstFull = m_path.size();
            for (std::size_t i = m_path.size(); i-- > 0;) {
                m_room[m_path[i]] -= flow;
                m_room[m_path[i] ^ 1] += flow;
                if (m_room[m_path[i]] <= nothing)
                    firstFull = i;
            }
            sum += flow;
            node = m_edges[m_path[firstFull] ^ 1].to;
            m_path.resize(firstFull);
            continue;
        }
        std::uint32_t& edge = m_untried[node];
        while (edge != none && (m_room[edge] <= nothing || m_levels[m_edges[edge].to] != m_levels[node] + 1))
            edge = m_edges[edge].next;
        if (edge != none) {
            m_path.push_back(edge);
            node = m_edges[edge].to;
        } else if (m_path.empty()) {
            return sum;
        } else {
            node = m_edges[m_path.back() ^ 1].to;
            m_untried[node] = m_edges[m_path.back()].next;
            m_path.pop_back();
        }
    }
}

double FlowNetwork::maximumFlow(Node source, Node sink) {
    assert(source < m_first.size() && sink < m_first.size() && source != sink);
    m_room = m_capacities;
    double flow = 0;
    while (findLevels(source, sink))
        flow += blockingFlow(source, sink);
    return flow;
}

} // namespace triptych::numerics
