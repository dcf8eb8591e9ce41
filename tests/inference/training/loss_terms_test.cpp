// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/loss_terms.h"

#include <QtTest/QTest>

#include <torch/torch.h>

using namespace triptych::training;

class LossTermsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTotalIsWeightedAndTheNumbersAreNot() {
        const at::Tensor x = at::full({}, 3.0F).requires_grad_(true);
        LossTerms terms;
        QVERIFY(!terms.total().defined());
        terms.add("x", x, 2);
        terms.add("square", x * x, 0.5);
        QCOMPARE(terms.total().item<float>(), 10.5F);
        terms.total().backward();
        QCOMPARE(x.grad().item<float>(), 5.0F);
        QVERIFY(terms.numbers() == (LossTerms::Numbers{{"x", 3}, {"square", 9}}));
    }

    void everyReaderGetsItsOwnValues() {
        LossTerms terms;
        terms.note("first", at::full({1, 1}, 7, at::kLong));
        terms.note(at::arange(4, at::kFloat).reshape({2, 2}),
                   [](std::span<const float> values, LossTerms::Numbers& to) {
                       for (const float value : values)
                           to["sum"] += value;
                       to["count"] = static_cast<double>(values.size());
                   });
        terms.note("last", at::full({}, 0.25));
        QVERIFY(terms.numbers() == (LossTerms::Numbers{{"first", 7}, {"sum", 6}, {"count", 4}, {"last", 0.25}}));
    }

    void nothingHasNoNumbers() { QVERIFY(LossTerms().numbers().empty()); }
};

QTEST_GUILESS_MAIN(LossTermsTest)
#include "loss_terms_test.moc"
