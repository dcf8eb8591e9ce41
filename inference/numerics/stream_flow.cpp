// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/stream_flow.h"

#include <cassert>
#include <numeric>

namespace triptych::numerics {

namespace {

double sumOf(std::span<const float> row) {
    return std::accumulate(row.begin(), row.end(), 0.0);
}

} // namespace

StreamFlow::Nodes StreamFlow::addNodes(std::size_t count) {
    Nodes nodes(count);
    for (FlowNetwork::Node& node : nodes)
        node = m_network.addNode();
    return nodes;
}

void StreamFlow::begin(const std::string& stream, std::size_t tokens) {
    m_now[stream] = m_inputs[stream] = addNodes(tokens);
}

// Half into what the token was, half spread over what it looks at; a row that looks at nothing is all residual.
StreamFlow::Nodes StreamFlow::looking(const Nodes& query, const Nodes& key, MatrixView attention) {
    assert(attention.rows == query.size() && attention.cols == key.size());
    Nodes later = addNodes(query.size());
    for (std::size_t i = 0; i < query.size(); ++i) {
        const std::span<const float> row = attention.row(i);
        const double whole = 1 + sumOf(row);
        const bool isSelf = &query == &key;
        for (std::size_t j = 0; j < key.size(); ++j) {
            const double residual = isSelf && i == j ? 1 : 0;
            m_network.addEdge(later[i], key[j], (static_cast<double>(row[j]) + residual) / whole);
        }
        if (!isSelf)
            m_network.addEdge(later[i], query[i], 1 / whole);
    }
    return later;
}

void StreamFlow::self(const std::string& stream, MatrixView attention) {
    Nodes& now = m_now.at(stream);
    now = looking(now, now, attention);
}

void StreamFlow::cross(const std::string& query, const std::string& key, MatrixView attention) {
    m_now.at(query) = looking(m_now.at(query), m_now.at(key), attention);
}

void StreamFlow::both(const std::string& first, const std::string& second, MatrixView forth, MatrixView back) {
    Nodes firstLater = looking(m_now.at(first), m_now.at(second), forth);
    m_now.at(second) = looking(m_now.at(second), m_now.at(first), back);
    m_now.at(first) = std::move(firstLater);
}

void StreamFlow::join(const std::vector<std::string>& parts, const std::string& whole) {
    for (auto* streams : {&m_now, &m_inputs}) {
        Nodes joined;
        for (const std::string& part : parts) {
            const Nodes& nodes = streams->at(part);
            joined.insert(joined.end(), nodes.begin(), nodes.end());
            streams->erase(part);
        }
        (*streams)[whole] = std::move(joined);
    }
}

FlowNetwork::Node StreamFlow::readFrom(const std::string& stream, std::span<const float> weights) {
    const Nodes& now = m_now.at(stream);
    assert(weights.size() == now.size());
    const FlowNetwork::Node source = m_network.addNode();
    for (std::size_t i = 0; i < now.size(); ++i)
        m_network.addEdge(source, now[i], static_cast<double>(weights[i]));
    return source;
}

} // namespace triptych::numerics
