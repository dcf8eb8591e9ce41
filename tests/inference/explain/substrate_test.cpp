// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/substrate.h"

#include <QtTest/QTest>

using namespace triptych;

class SubstrateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A plane solves the equations of the imputation exactly, however large the hole is.
    void aHoleInARampBecomesTheRamp() {
        constexpr std::int64_t edge = 224;
        const at::Tensor rows = at::linspace(-1, 1, edge).unsqueeze(1).expand({edge, edge});
        const at::Tensor image = at::stack({rows, rows.t() * 2, at::full({edge, edge}, 0.5)});
        at::Tensor removed = at::zeros({edge, edge}, at::kBool);
        removed.narrow(0, 10, 170).narrow(1, 30, 180).fill_(true);
        const at::Tensor filled = explain::imputed(image, removed);
        const at::Tensor off = (filled - image).abs();
        QVERIFY2(off.max().item<float>() < 0.1F, qPrintable(QString::number(off.max().item<double>())));
        QCOMPARE(off.masked_select(removed.logical_not()).max().item<float>(), 0.0F);
        QVERIFY(off.masked_select(removed).mean().item<float>() > 0.001F); // noise
    }

    void aPictureOfNothingIsGrey() {
        const at::Tensor image = at::ones({3, 30, 21});
        const at::Tensor filled = explain::imputed(image, at::ones({30, 21}, at::kBool));
        QVERIFY(filled.abs().max().item<float>() < 0.06F);
    }

    void everyCallGivesTheSame() {
        const at::Tensor image = at::rand({1, 33, 50});
        const at::Tensor removed = at::rand({33, 50}).gt(0.5);
        QVERIFY(at::equal(explain::imputed(image, removed), explain::imputed(image, removed)));
    }
};

QTEST_GUILESS_MAIN(SubstrateTest)
#include "substrate_test.moc"
