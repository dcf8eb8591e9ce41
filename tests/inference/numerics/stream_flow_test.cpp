// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/stream_flow.h"

#include <QTest>
#include <algorithm>
#include <random>

using namespace triptych::numerics;

namespace {

// Rows that sum to 1.
Matrix attention(std::size_t rows, std::size_t cols, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> weight(0, 1);
    Matrix map(rows, cols);
    for (std::size_t r = 0; r < rows; ++r) {
        float sum = 0;
        for (float& value : map.row(r))
            sum += value = weight(random);
        for (float& value : map.row(r))
            value /= sum;
    }
    return map;
}

double residual(const Matrix& map, std::size_t r, std::size_t c) {
    return (static_cast<double>(map.at(r, c)) + (r == c)) / 2;
}

std::vector<float> oneHot(std::size_t count, std::size_t at) {
    std::vector<float> weights(count);
    weights[at] = 1;
    return weights;
}

bool close(double a, double b) {
    return std::abs(a - b) < 1e-6;
}

} // namespace

class StreamFlowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneLayerGivesItsOwnRow() {
        const Matrix map = attention(5, 5, 1);
        StreamFlow flow;
        flow.begin("a", 5);
        flow.self("a", map);
        const auto source = flow.readFrom("a", oneHot(5, 2));
        for (std::size_t i = 0; i < 5; ++i)
            QVERIFY(close(flow.flow(source, flow.inputs().at("a")[i]), residual(map, 2, i)));
    }

    // Two layers leave one node a path, so that each path carries its narrower edge.
    void twoLayersGiveTheSumOfTheNarrowerEdges() {
        const Matrix lower = attention(6, 6, 2);
        const Matrix upper = attention(6, 6, 3);
        StreamFlow flow;
        flow.begin("a", 6);
        flow.self("a", lower);
        flow.self("a", upper);
        const auto source = flow.readFrom("a", oneHot(6, 0));
        for (std::size_t token = 0; token < 6; ++token) {
            double expected = 0;
            for (std::size_t middle = 0; middle < 6; ++middle)
                expected += std::min(residual(upper, 0, middle), residual(lower, middle, token));
            QVERIFY(close(flow.flow(source, flow.inputs().at("a")[token]), expected));
        }
    }

    void noFlowIsLargerThanWhatIsRead() {
        StreamFlow flow;
        flow.begin("a", 8);
        for (unsigned layer = 0; layer < 6; ++layer)
            flow.self("a", attention(8, 8, 10 + layer));
        const auto source = flow.readFrom("a", std::vector<float>(8, 0.125F));
        for (const auto token : flow.inputs().at("a")) {
            const double most = flow.flow(source, token);
            QVERIFY(most > 0 && most <= 1 + 1e-9);
        }
    }

    void crossAttentionLeadsIntoTheOtherStream() {
        const Matrix map = attention(2, 3, 4);
        StreamFlow flow;
        flow.begin("words", 2);
        flow.begin("patches", 3);
        flow.cross("words", "patches", map);
        const auto source = flow.readFrom("words", oneHot(2, 1));
        for (std::size_t patch = 0; patch < 3; ++patch)
            QVERIFY(close(flow.flow(source, flow.inputs().at("patches")[patch]),
                          static_cast<double>(map.at(1, patch)) / 2));
        QVERIFY(close(flow.flow(source, flow.inputs().at("words")[1]), 0.5));
        QVERIFY(close(flow.flow(source, flow.inputs().at("words")[0]), 0));
    }

    void looksAtOnceStartFromTheSameState() {
        StreamFlow flow;
        flow.begin("a", 1);
        flow.begin("b", 1);
        const Matrix one = attention(1, 1, 5);
        flow.both("a", "b", one, one);
        // Were the second to see the first's new state, a would reach itself through b as well.
        QVERIFY(close(flow.flow(flow.readFrom("b", oneHot(1, 0)), flow.inputs().at("a")[0]), 0.5));
        QVERIFY(close(flow.flow(flow.readFrom("a", oneHot(1, 0)), flow.inputs().at("a")[0]), 0.5));
    }

    void joinedStreamsGoOnAsOne() {
        const Matrix map = attention(3, 3, 6);
        StreamFlow flow;
        flow.begin("a", 1);
        flow.begin("b", 2);
        flow.join({"a", "b"}, "ab");
        flow.self("ab", map);
        QCOMPARE(flow.inputs().size(), std::size_t{1});
        const auto source = flow.readFrom("ab", oneHot(3, 0));
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(close(flow.flow(source, flow.inputs().at("ab")[i]), residual(map, 0, i)));
    }
};

QTEST_GUILESS_MAIN(StreamFlowTest)
#include "stream_flow_test.moc"
