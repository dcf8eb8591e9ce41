// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/alignment.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

namespace {

Matrix randomCosts(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    Matrix cost(rows, cols);
    cost.values = test::randomValues(rows * cols, seed);
    return cost;
}

double sumAlong(const Matrix& cost, const std::vector<AlignedCell>& path) {
    double sum = 0;
    for (const AlignedCell& cell : path)
        sum += static_cast<double>(cost.at(cell.row, cell.col));
    return sum;
}

// Tries every path.
double smallestSum(const Matrix& cost, std::size_t row, std::size_t col) {
    double rest = std::numeric_limits<double>::infinity();
    const bool hasRow = row + 1 < cost.rows;
    const bool hasCol = col + 1 < cost.cols;
    if (hasRow)
        rest = std::min(rest, smallestSum(cost, row + 1, col));
    if (hasCol)
        rest = std::min(rest, smallestSum(cost, row, col + 1));
    if (hasRow && hasCol)
        rest = std::min(rest, smallestSum(cost, row + 1, col + 1));
    return static_cast<double>(cost.at(row, col)) + (hasRow || hasCol ? rest : 0);
}

} // namespace

class AlignmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noPathIsCheaper() {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Matrix cost = randomCosts(1 + seed % 5, 1 + seed % 7, seed);
            const double found = sumAlong(cost, cheapestPath(cost));
            QVERIFY(std::abs(found - smallestSum(cost, 0, 0)) < 1e-9);
        }
    }

    void pathsNeverGoBackAndReachBothEnds() {
        const Matrix cost = randomCosts(9, 40, 3);
        const auto path = cheapestPath(cost);
        QCOMPARE(path.front(), (AlignedCell{0, 0}));
        QCOMPARE(path.back(), (AlignedCell{8, 39}));
        for (std::size_t i = 1; i < path.size(); ++i) {
            const std::size_t down = path[i].row - path[i - 1].row;
            const std::size_t right = path[i].col - path[i - 1].col;
            QVERIFY(down <= 1 && right <= 1 && down + right >= 1);
        }
    }

    void aStaircaseIsFound() {
        Matrix cost(3, 9);
        for (std::size_t c = 0; c < 9; ++c)
            cost.at(c / 3, c) = -1;
        QCOMPARE(rowStarts(cheapestPath(cost)), (std::vector<std::size_t>{0, 3, 6}));
    }

    void everyRowHasAStart() {
        const auto starts = rowStarts(cheapestPath(randomCosts(12, 5, 8)));
        QCOMPARE(starts.size(), std::size_t{12});
        QVERIFY(std::ranges::is_sorted(starts));
    }

    void valuesThatAreNoNumbersEndNowhereElse() {
        Matrix cost(2, 3);
        cost.values.assign(6, std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(cheapestPath(cost).front(), (AlignedCell{0, 0}));
        QVERIFY(cheapestPath(Matrix{}).empty());
    }

    void medianTakesOutSpikesAndKeepsEdges() {
        Matrix values(1, 12);
        values.values = {0, 0, 0, 9, 0, 0, 1, 1, 1, 1, 1, 1};
        const Matrix smooth = medianOfRows(values, 3);
        QCOMPARE(smooth.values, (std::vector<float>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
        QCOMPARE(medianOfRows(values, 1), values);
    }

    void aShortRowKeepsItsValues() {
        const Matrix values = randomCosts(2, 3, 5);
        QCOMPARE(medianOfRows(values, 7), values);
    }

    void columnsAreStandardised() {
        const Matrix standard = standardizedColumns(randomCosts(11, 4, 6));
        for (std::size_t c = 0; c < standard.cols; ++c) {
            double sum = 0;
            double squares = 0;
            for (std::size_t r = 0; r < standard.rows; ++r) {
                sum += static_cast<double>(standard.at(r, c));
                squares += static_cast<double>(standard.at(r, c)) * static_cast<double>(standard.at(r, c));
            }
            QVERIFY(std::abs(sum) < 1e-5);
            QVERIFY(std::abs(squares / 11 - 1) < 1e-5);
        }
        Matrix constant(3, 1);
        constant.values = {2, 2, 2};
        QCOMPARE(standardizedColumns(constant).values, (std::vector<float>{0, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(AlignmentTest)
#include "alignment_test.moc"
