// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/finite.h"

#include <QtTest/QTest>

#include <limits>

#include <ATen/ATen.h>

using namespace triptych;
using namespace triptych::backend;

class FiniteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesTheFirstTensorThatIsNotFinite() {
        TensorMap tensors{{"a", at::ones({2, 3})}, {"b", at::zeros({4})}, {"ids", at::arange(3)}, {"z", at::zeros({})}};
        QVERIFY(!firstNonFinite(tensors).has_value());
        tensors["z"].fill_(std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(firstNonFinite(tensors).value(), std::string("z"));
        tensors["b"][2] = -std::numeric_limits<float>::infinity();
        QCOMPARE(firstNonFinite(tensors).value(), std::string("b"));
    }

    void theLargestNumbersAreFinite() {
        const at::Tensor large = at::full({100}, std::numeric_limits<float>::max());
        QVERIFY(!firstNonFinite({{"large", large}, {"empty", at::empty({0})}}).has_value());
        QVERIFY(!firstNonFinite({}).has_value());
    }
};

QTEST_GUILESS_MAIN(FiniteTest)
#include "finite_test.moc"
