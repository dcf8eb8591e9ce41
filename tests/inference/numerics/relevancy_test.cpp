// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/relevancy.h"

#include <QtTest/QTest>

#include "tests/inference/numerics/random_attention.h"

using namespace triptych;
using namespace triptych::numerics;

namespace {

Matrix matrix(std::size_t rows, std::size_t cols, std::vector<float> values) {
    Matrix result(rows, cols);
    result.values = std::move(values);
    return result;
}

} // namespace

class RelevancyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Averaging before clamping would let the heads' signs cancel and give 0.
    void clampsEveryHeadBeforeTheMean() {
        const std::vector<float> attention{0.5f, 0.5f};
        const std::vector<float> gradient{2.0f, -2.0f};
        QCOMPARE(gradientWeighted(attention, gradient, 2, 1, 1).values, std::vector<float>{0.5f});
    }

    void selfAttentionAddsFromTheOldState() {
        const Matrix abar = matrix(2, 2, {0.0f, 0.5f, 0.25f, 0.0f});
        Matrix relevancy = identity(2);
        add(relevancy, selfAddition(abar, relevancy));
        QCOMPARE(relevancy.values, (std::vector<float>{1.0f, 0.5f, 0.25f, 1.0f}));
        add(relevancy, selfAddition(abar, relevancy));
        QCOMPARE(relevancy.values, (std::vector<float>{1.125f, 1.0f, 0.5f, 1.125f}));
    }

    void normalisingDividesWhatWasAddedToTheIdentity() {
        const Matrix relevancy = matrix(2, 2, {1.5f, 1.5f, 0.0f, 1.0f});
        // Row 0: (0.5, 1.5) / 2 plus the identity. Row 1 has nothing but the identity and stays.
        QCOMPARE(normalised(relevancy).values, (std::vector<float>{1.25f, 0.75f, 0.0f, 1.0f}));
    }

    void rowsWithoutRelevanceGiveNoNan() {
        const Matrix result = normalised(identity(3));
        QCOMPARE(result, identity(3));
    }

    // By hand: queries 2, keys 2. normalised(Rqq)^T = [[1.25, 0], [0.75, 1]], normalised(Rkk) = [[1, 0], [1, 1]].
    void crossAttentionFollowsRuleTen() {
        const Matrix queries = matrix(2, 2, {1.5f, 1.5f, 0.0f, 1.0f});
        const Matrix keys = matrix(2, 2, {1.0f, 0.0f, 3.0f, 1.0f});
        const Matrix abar = matrix(2, 2, {0.2f, 0.4f, 0.0f, 0.6f});
        const Matrix addition = crossAddition(queries, abar, keys);
        // abar * keys = [[0.6, 0.4], [0.6, 0.6]]
        const Matrix expected = matrix(2, 2, {0.75f, 0.5f, 1.05f, 0.9f});
        QVERIFY(test::largestDifference(addition, expected) < 1e-6);
    }

    void untouchedStreamsPassCrossAttentionThrough() {
        const Matrix abar = test::randomAttention(3, 5, 1);
        QVERIFY(test::largestDifference(crossAddition(identity(3), abar, identity(5)), abar) < 1e-7);
        QVERIFY(test::largestDifference(passedOnAddition(abar, identity(5)), abar) < 1e-7);
    }

    void relevancyIsNeverNegative() {
        Matrix self = identity(7);
        Matrix keys = identity(9);
        Matrix cross(7, 9);
        for (std::uint64_t layer = 0; layer < 6; ++layer) {
            const Matrix attention = test::randomAttention(7, 7, layer);
            const Matrix abar = gradientWeighted(attention.values, test::randomValues(49, layer), 1, 7, 7);
            add(cross, selfAddition(abar, cross));
            add(self, selfAddition(abar, self));
            const Matrix reading = test::randomAttention(7, 9, layer + 100);
            add(cross,
                crossAddition(self, gradientWeighted(reading.values, test::randomValues(63, layer), 1, 7, 9), keys));
        }
        QVERIFY(*std::ranges::min_element(self.values) >= 0.0f);
        QVERIFY(*std::ranges::min_element(cross.values) >= 0.0f);
        QVERIFY(*std::ranges::max_element(cross.values) > 0.0f);
    }
};

QTEST_GUILESS_MAIN(RelevancyTest)
#include "relevancy_test.moc"
