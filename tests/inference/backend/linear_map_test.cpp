// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/linear_map.h"

#include <QtTest/QTest>

#include <limits>

#include <torch/torch.h>

using namespace triptych::backend;

namespace {

double largestGap(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

} // namespace

class LinearMapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::manual_seed(3); }

    void valuesAndGradientsAreThoseOfTheOrdinaryProduct_data() {
        QTest::addColumn<QList<int>>("shape");
        QTest::addColumn<bool>("hasBias");
        QTest::newRow("one row") << QList<int>{1, 24} << true;
        QTest::newRow("thin") << QList<int>{2, 25, 24} << true;
        QTest::newRow("without bias") << QList<int>{50, 24} << false;
        QTest::newRow("many rows") << QList<int>{3, 4000, 24} << true;
        QTest::newRow("vector") << QList<int>{24} << true;
    }

    void valuesAndGradientsAreThoseOfTheOrdinaryProduct() {
        QFETCH(QList<int>, shape);
        QFETCH(bool, hasBias);
        const std::vector<std::int64_t> sizes(shape.begin(), shape.end());
        const at::Tensor weight = at::randn({40, 24});
        const at::Tensor bias = hasBias ? at::randn({40}) : at::Tensor();
        const at::Tensor values = at::randn(sizes).set_requires_grad(true);
        const at::Tensor own = linearMap(values, weight, bias);
        const at::Tensor ordinary = at::linear(values, weight, bias);
        QVERIFY(own.sizes() == ordinary.sizes());
        QVERIFY(largestGap(own, ordinary) < 1e-4);
        const at::Tensor outer = at::randn(own.sizes());
        const auto slope = [&](const at::Tensor& result) {
            return torch::autograd::grad({(result * outer).sum()}, {values}).front();
        };
        QVERIFY(largestGap(slope(own), slope(ordinary)) < 1e-4);
    }

    void rowsThatLeadNowhereStayZero() {
        const at::Tensor weight = at::randn({40, 24});
        const at::Tensor values = at::randn({4, 9, 24}).set_requires_grad(true);
        for (const std::int64_t used : {0, 1, 2}) {
            at::Tensor outer = at::zeros({4, 9, 40});
            outer.narrow(0, 1, used).normal_();
            const auto slope = [&](const at::Tensor& result) {
                return torch::autograd::grad({(result * outer).sum()}, {values}).front();
            };
            const at::Tensor own = slope(linearMap(values, weight, {}));
            QVERIFY(own.sizes() == values.sizes());
            QVERIFY(largestGap(own, slope(at::linear(values, weight))) < 1e-4);
            QVERIFY(own[0].eq(0).all().item<bool>());
        }
        // What is not a number is handed on.
        at::Tensor broken = at::zeros({4, 9, 40});
        broken[2][3][4] = std::numeric_limits<float>::quiet_NaN();
        const at::Tensor slope =
            torch::autograd::grad({(linearMap(values, weight, {}) * broken).sum()}, {values}).front();
        QVERIFY(slope[2][3].isnan().all().item<bool>());
    }

    void stridedValuesAreRead() {
        const at::Tensor weight = at::randn({40, 24});
        const at::Tensor values = at::randn({24, 50}).t();
        QVERIFY(largestGap(linearMap(values, weight, {}), at::linear(values, weight)) < 1e-4);
    }

    void weightsThatLearnKeepTheirGradient() {
        const at::Tensor weight = at::randn({40, 24}).set_requires_grad(true);
        linearMap(at::randn({5, 24}), weight, {}).sum().backward();
        QVERIFY(weight.grad().defined());
    }
};

QTEST_APPLESS_MAIN(LinearMapTest)
#include "linear_map_test.moc"
