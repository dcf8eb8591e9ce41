// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/attention_edits.h"

#include <QtTest/QTest>

#include <limits>

using namespace triptych::explain;

namespace {

at::Tensor longs(std::vector<std::int64_t> numbers) {
    return at::tensor(numbers, at::kLong);
}

at::Tensor someScores() {
    return at::randn({2, 3, 4, 5}, at::make_generator<at::CPUGeneratorImpl>(7));
}

bool isClose(const at::Tensor& first, const at::Tensor& second) {
    return at::allclose(first, second, 1e-5, 1e-7);
}

} // namespace

class AttentionEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knockingOutIsMaskingBeforeTheSoftmax() {
        const at::Tensor scores = someScores();
        at::Tensor masked = scores.clone();
        for (const int head : {0, 2})
            for (const int query : {1, 3})
                for (const int key : {0, 4})
                    masked.select(1, head).select(1, query).select(1, key).fill_(
                        -std::numeric_limits<float>::infinity());
        const MapCells cells{longs({0, 2}), longs({1, 3}), longs({0, 4})};
        QVERIFY(isClose(knockedOut(at::softmax(scores, -1), cells), at::softmax(masked, -1)));
    }

    void whatIsNotMeantStaysExactly() {
        const at::Tensor weights = at::softmax(someScores(), -1);
        const at::Tensor changed = knockedOut(weights, {longs({1}), longs({2}), longs({0})});
        QVERIFY(isClose(changed.select(1, 0), weights.select(1, 0)));
        QVERIFY(isClose(changed.select(1, 1).select(1, 3), weights.select(1, 1).select(1, 3)));
        QVERIFY(!isClose(changed.select(1, 1).select(1, 2), weights.select(1, 1).select(1, 2)));
    }

    void aRowThatSeesNothingElseIsZero() {
        const at::Tensor weights = at::softmax(someScores(), -1);
        const at::Tensor changed = knockedOut(weights, {{}, longs({1}), {}});
        QVERIFY(changed.select(2, 1).eq(0).all().item<bool>());
        QVERIFY(changed.isfinite().all().item<bool>());
    }

    void headsAreScaled() {
        const at::Tensor weights = at::softmax(someScores(), -1);
        const at::Tensor changed = scaledHeads(weights, longs({1}), 0.25);
        QVERIFY(isClose(changed.select(1, 1), weights.select(1, 1) * 0.25));
        QVERIFY(at::equal(changed.select(1, 0), weights.select(1, 0)));
        QVERIFY(at::equal(scaledHeads(weights, {}, 1), weights));
        QVERIFY(scaledHeads(weights, {}, 0).eq(0).all().item<bool>());
    }

    void evenHeadsKeepTheirSumAndTheirMask() {
        at::Tensor weights = at::softmax(someScores(), -1);
        weights.select(3, 4).fill_(0); // a masked key
        const at::Tensor changed = evenedHeads(weights, longs({0}));
        QVERIFY(isClose(changed.sum(-1), weights.sum(-1)));
        QVERIFY(changed.select(3, 4).eq(0).all().item<bool>());
        const at::Tensor row = changed[0][0][0].narrow(0, 0, 4);
        QVERIFY(isClose(row, row.mean().expand({4})));
        QVERIFY(at::equal(changed.select(1, 2), weights.select(1, 2)));
    }
};

QTEST_GUILESS_MAIN(AttentionEditsTest)
#include "attention_edits_test.moc"
