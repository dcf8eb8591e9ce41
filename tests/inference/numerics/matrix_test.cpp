// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/matrix.h"

#include <QtTest/QTest>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

namespace {

Matrix random(std::size_t rows, std::size_t cols, std::uint64_t seed) {
    Matrix result(rows, cols);
    result.values = test::randomValues(rows * cols, seed);
    return result;
}

Matrix plainProduct(const Matrix& a, const Matrix& b) {
    Matrix result(a.rows, b.cols);
    for (std::size_t r = 0; r < a.rows; ++r)
        for (std::size_t c = 0; c < b.cols; ++c) {
            double sum = 0;
            for (std::size_t k = 0; k < a.cols; ++k)
                sum += static_cast<double>(a.at(r, k)) * b.at(k, c);
            result.at(r, c) = static_cast<float>(sum);
        }
    return result;
}

} // namespace

class MatrixTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productEqualsTheSumOfProducts_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("inner");
        QTest::addColumn<int>("cols");
        QTest::newRow("one") << 1 << 1 << 1;
        QTest::newRow("row") << 1 << 7 << 5;
        QTest::newRow("across blocks") << 33 << 130 << 1025;
        QTest::newRow("nothing to sum") << 3 << 0 << 4;
    }

    void productEqualsTheSumOfProducts() {
        QFETCH(int, rows);
        QFETCH(int, inner);
        QFETCH(int, cols);
        const Matrix a = random(static_cast<std::size_t>(rows), static_cast<std::size_t>(inner), 1);
        const Matrix b = random(static_cast<std::size_t>(inner), static_cast<std::size_t>(cols), 2);
        QVERIFY(test::largestDifference(product(a, b), plainProduct(a, b)) < 1e-4);
    }

    void identityIsNeutral() {
        const Matrix a = random(9, 9, 3);
        QCOMPARE(product(identity(9), a), a);
        QCOMPARE(product(a, identity(9)), a);
    }

    void transposingTwiceGivesTheMatrix() {
        const Matrix a = random(4, 11, 4);
        QCOMPARE(transposed(a).at(10, 3), a.at(3, 10));
        QCOMPARE(transposed(transposed(a)), a);
    }

    void weightedRowsAreAProductWithARow() {
        const Matrix a = random(5, 3, 5);
        const std::vector<float> oneHot{0, 0, 1, 0, 0};
        const auto row = a.row(2);
        QCOMPARE(weightedRows(oneHot, a), std::vector<float>(row.begin(), row.end()));
    }
};

QTEST_GUILESS_MAIN(MatrixTest)
#include "matrix_test.moc"
