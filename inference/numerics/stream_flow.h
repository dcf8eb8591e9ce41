// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "inference/numerics/flow_network.h"
#include "inference/numerics/matrix.h"

namespace triptych::numerics {

// Attention flow (Abnar and Zuidema 2020): attention weights are the capacities of a network that leads from the tokens
// of the last layer to those of the first; the flow to an input token is the most that reaches it. As in rollout, a
// self-attention has half of its capacity in the residual path; so has cross-attention, whose other half leads into the
// stream that is looked at.
class StreamFlow {
public:
    void begin(const std::string& stream, std::size_t tokens);
    // attention [n, n], mean over heads.
    void self(const std::string& stream, MatrixView attention);
    // attention [q, k], mean over heads.
    void cross(const std::string& query, const std::string& key, MatrixView attention);
    // Two streams that look at each other at once: `forth` [first, second], `back` [second, first].
    void both(const std::string& first, const std::string& second, MatrixView forth, MatrixView back);
    // The parts are concatenated and end here; their inputs become those of the whole.
    void join(const std::vector<std::string>& parts, const std::string& whole);

    // A source that leads into the stream's present tokens with these capacities, one a token.
    [[nodiscard]] FlowNetwork::Node readFrom(const std::string& stream, std::span<const float> weights);
    // Of the streams that have not ended, [token].
    [[nodiscard]] const std::map<std::string, std::vector<FlowNetwork::Node>>& inputs() const { return m_inputs; }
    [[nodiscard]] double flow(FlowNetwork::Node source, FlowNetwork::Node input) {
        return m_network.maximumFlow(source, input);
    }

private:
    using Nodes = std::vector<FlowNetwork::Node>;

    [[nodiscard]] Nodes addNodes(std::size_t count);
    [[nodiscard]] Nodes looking(const Nodes& query, const Nodes& key, MatrixView attention);

    FlowNetwork m_network;
    std::map<std::string, Nodes> m_inputs;
    std::map<std::string, Nodes> m_now;
};

} // namespace triptych::numerics
