// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/flow_network.h"

#include <QTest>
#include <algorithm>
#include <functional>
#include <random>

using namespace triptych::numerics;

namespace {

struct Pipe {
    FlowNetwork::Node from, to;
    double capacity;
};

// The smallest cut, over all ways to divide the nodes: what the largest flow is by the theorem of Ford and Fulkerson.
double smallestCut(int nodes, const std::vector<Pipe>& pipes, FlowNetwork::Node source, FlowNetwork::Node sink) {
    double best = 1e300;
    for (unsigned side = 0; side < 1U << nodes; ++side) {
        if (!(side >> source & 1) || (side >> sink & 1))
            continue;
        double cut = 0;
        for (const Pipe& pipe : pipes)
            if ((side >> pipe.from & 1) && !(side >> pipe.to & 1))
                cut += pipe.capacity;
        best = std::min(best, cut);
    }
    return best;
}

} // namespace

class FlowNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLargestFlowIsTheSmallestCut() {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> capacity(0, 1);
        constexpr int nodes = 9;
        for (int round = 0; round < 200; ++round) {
            FlowNetwork network;
            for (int i = 0; i < nodes; ++i)
                (void)network.addNode();
            std::vector<Pipe> pipes;
            for (int i = 0; i < 25; ++i) {
                const auto from = static_cast<FlowNetwork::Node>(random() % nodes);
                const auto to = static_cast<FlowNetwork::Node>(random() % nodes);
                if (from == to)
                    continue;
                pipes.push_back({from, to, capacity(random)});
                network.addEdge(from, to, pipes.back().capacity);
            }
            const double cut = smallestCut(nodes, pipes, 0, nodes - 1);
            QVERIFY(std::abs(network.maximumFlow(0, nodes - 1) - cut) < 1e-9);
            // Asked again, nothing of the first answer is left.
            QVERIFY(std::abs(network.maximumFlow(0, nodes - 1) - cut) < 1e-9);
        }
    }

    void aWayBackIsTaken() {
        // The short way through the middle must be undone for both outer ways to be used.
        FlowNetwork network;
        for (int i = 0; i < 4; ++i)
            (void)network.addNode();
        network.addEdge(0, 1, 1);
        network.addEdge(0, 2, 1);
        network.addEdge(1, 2, 1);
        network.addEdge(1, 3, 1);
        network.addEdge(2, 3, 1);
        QCOMPARE(network.maximumFlow(0, 3), 2.0);
    }

    void nothingFlowsWhereNothingLeads() {
        FlowNetwork network;
        const auto a = network.addNode();
        const auto b = network.addNode();
        network.addEdge(b, a, 1);
        network.addEdge(a, b, 0);
        QCOMPARE(network.edgeCount(), std::size_t{1});
        QCOMPARE(network.maximumFlow(a, b), 0.0);
    }
};

QTEST_GUILESS_MAIN(FlowNetworkTest)
#include "flow_network_test.moc"
