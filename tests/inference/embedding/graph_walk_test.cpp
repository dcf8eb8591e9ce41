// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/graph_walk.h"

#include <QtTest/QTest>

#include <numeric>

#include "inference/embedding/nearest.h"
#include "tests/inference/embedding/toy_vectors.h"

using namespace triptych;
using namespace triptych::embedding;

namespace {

constexpr std::int64_t width = 32;

// A ring of rows on the ground, each linked to the two beside it, and every eighth linked to the next of its kind
// above.
class Ring {
public:
    explicit Ring(int rows) {
        for (int row = 0; row < rows; ++row) {
            m_offsets.push_back(m_links.size());
            m_links.insert(m_links.end(), {(row + 1) % rows, (row + rows - 1) % rows, -1});
            if (row % 8 == 0)
                m_links.insert(m_links.end(), {(row + 8) % rows, -1});
        }
    }
    [[nodiscard]] LayeredGraph graph() const { return {0, 1, m_offsets, m_levels, m_links}; }

private:
    std::vector<std::size_t> m_offsets;
    std::vector<int> m_levels{0, 3, 5};
    std::vector<std::int32_t> m_links;
};

// Row i lies at the angle 2 pi i / rows of a circle.
FloatArray circle(int rows) {
    FloatArray vectors({rows, width});
    for (int row = 0; row < rows; ++row) {
        const double angle = 2 * 3.14159265358979 * row / rows;
        vectors.row({row})[0] = static_cast<float>(std::cos(angle));
        vectors.row({row})[1] = static_cast<float>(std::sin(angle));
    }
    return vectors;
}

CodedRows coded(const FloatArray& vectors) {
    CodedRows rows(width);
    rows.add(vectors.values());
    return rows;
}

} // namespace

class GraphWalkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWholeGraphIsSearchedWhereBreadthAllows() {
        const FloatArray vectors = test::groupedVectors(64, width, 9, 1);
        const FloatArray queries = test::groupedVectors(5, width, 9, 2);
        const CodedRows rows = coded(vectors);
        const Ring ring(64);
        GraphWalk walk(ring.graph(), rows);
        for (std::int64_t query = 0; query < 5; ++query) {
            std::vector<std::int64_t> found(64);
            walk.find(queries.row({query}), 64, found);
            CodedVector asked;
            code(queries.row({query}), asked);
            for (std::size_t i = 1; i < found.size(); ++i)
                QVERIFY(rows.product(asked, found[i - 1]) >= rows.product(asked, found[i]));
            std::ranges::sort(found);
            for (std::int64_t row = 0; row < 64; ++row)
                QCOMPARE(found[static_cast<std::size_t>(row)], row);
        }
    }

    // Row 31 lies half a circle away from the entry.
    void theUpperLevelLeadsToTheOtherSide() {
        const FloatArray vectors = circle(64);
        const CodedRows rows = coded(vectors);
        const Ring ring(64);
        GraphWalk walk(ring.graph(), rows);
        std::vector<std::int64_t> found(3);
        walk.find(vectors.row({31}), 1, found);
        QCOMPARE(found[0], std::int64_t{31});
        QCOMPARE(found[1] + found[2], std::int64_t{62});
    }

    void aNarrowWalkStopsAtItsNearest() {
        FloatArray vectors = circle(64);
        std::ranges::copy(vectors.row({2}), vectors.row({40}).begin()); // as near as row 2, far away on the ring
        const CodedRows rows = coded(vectors);
        const Ring ring(64);
        GraphWalk walk(ring.graph(), rows);
        std::vector<std::int64_t> found(4);
        walk.find(vectors.row({2}), 4, found);
        QCOMPARE(std::ranges::count(found, 40), std::ptrdiff_t{0});
        found.resize(64);
        walk.find(vectors.row({2}), 64, found);
        QVERIFY(std::ranges::find(found, 40) - found.begin() < 2);
    }

    void fewerRowsThanWereAskedForLeaveRoom() {
        const FloatArray vectors = circle(2);
        const CodedRows rows = coded(vectors);
        const Ring ring(2);
        GraphWalk walk(ring.graph(), rows);
        std::vector<std::int64_t> found(4);
        walk.find(vectors.row({1}), 10, found);
        QVERIFY((found == std::vector<std::int64_t>{1, 0, -1, -1}));
    }

    void noRowsAreNoHits() {
        const CodedRows rows(width);
        GraphWalk walk({}, rows);
        std::vector<std::int64_t> found(2);
        walk.find(std::vector<float>(width, 1.0f), 10, found);
        QVERIFY((found == std::vector<std::int64_t>{-1, -1}));
    }
};

QTEST_GUILESS_MAIN(GraphWalkTest)
#include "graph_walk_test.moc"
