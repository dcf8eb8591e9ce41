// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/linear_map.h"

#include <QtTest/QTest>

#include <limits>

#include <torch/torch.h>

using namespace triptych::backend;

namespace {

// Large enough for oneDNN.
constexpr int inputs = 512;
constexpr int outputs = 640;
constexpr double tolerance = 1e-4;

// Of a size that keeps sums near 1, as trained ones do.
at::Tensor someWeight(std::int64_t columns = inputs) {
    return at::randn({outputs, columns}) / std::sqrt(static_cast<double>(columns));
}

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
        QTest::newRow("one row") << QList<int>{1, inputs} << true;
        QTest::newRow("thin") << QList<int>{2, 25, inputs} << true;
        QTest::newRow("without bias") << QList<int>{50, inputs} << false;
        QTest::newRow("many rows") << QList<int>{3, 4000, inputs} << true;
        QTest::newRow("small weight") << QList<int>{50, 24} << true;
        QTest::newRow("vector") << QList<int>{inputs} << true;
    }

    void valuesAndGradientsAreThoseOfTheOrdinaryProduct() {
        QFETCH(QList<int>, shape);
        QFETCH(bool, hasBias);
        const std::vector<std::int64_t> sizes(shape.begin(), shape.end());
        const at::Tensor weight = someWeight(shape.back());
        const at::Tensor bias = hasBias ? at::randn({outputs}) : at::Tensor();
        const at::Tensor values = at::randn(sizes).set_requires_grad(true);
        const at::Tensor own = linearMap(values, weight, bias);
        const at::Tensor ordinary = at::linear(values, weight, bias);
        QVERIFY(own.sizes() == ordinary.sizes());
        QVERIFY(largestGap(own, ordinary) < tolerance);
        const at::Tensor outer = at::randn(own.sizes());
        const auto slope = [&](const at::Tensor& result) {
            return torch::autograd::grad({(result * outer).sum()}, {values}).front();
        };
        QVERIFY(largestGap(slope(own), slope(ordinary)) < tolerance);
    }

    void rowsThatLeadNowhereStayZero() {
        const at::Tensor weight = someWeight();
        const at::Tensor values = at::randn({4, 9, inputs}).set_requires_grad(true);
        for (const std::int64_t used : {0, 1, 2}) {
            at::Tensor outer = at::zeros({4, 9, outputs});
            outer.narrow(0, 1, used).normal_();
            const auto slope = [&](const at::Tensor& result) {
                return torch::autograd::grad({(result * outer).sum()}, {values}).front();
            };
            const at::Tensor own = slope(linearMap(values, weight, {}));
            QVERIFY(own.sizes() == values.sizes());
            QVERIFY(largestGap(own, slope(at::linear(values, weight))) < tolerance);
            QVERIFY(own[0].eq(0).all().item<bool>());
        }
        // What is not a number is handed on.
        at::Tensor broken = at::zeros({4, 9, outputs});
        broken[2][3][4] = std::numeric_limits<float>::quiet_NaN();
        const at::Tensor slope =
            torch::autograd::grad({(linearMap(values, weight, {}) * broken).sum()}, {values}).front();
        QVERIFY(slope[2][3].isnan().all().item<bool>());
    }

    void stridedValuesAreRead() {
        const at::Tensor weight = someWeight();
        const at::Tensor values = at::randn({inputs, 50}).t();
        QVERIFY(largestGap(linearMap(values, weight, {}), at::linear(values, weight)) < tolerance);
    }

    void weightsThatLearnKeepTheirGradient() {
        const at::Tensor weight = someWeight().set_requires_grad(true);
        linearMap(at::randn({5, inputs}), weight, {}).sum().backward();
        QVERIFY(weight.grad().defined());
    }
};

QTEST_APPLESS_MAIN(LinearMapTest)
#include "linear_map_test.moc"
