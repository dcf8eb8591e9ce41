// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/adamw.h"

#include <QtTest/QTest>

#include <limits>

#include <torch/torch.h>

using namespace triptych::training;

namespace {

constexpr double rate = 0.05;

// A matrix, which decays, and a vector, which does not.
struct Parameters {
    at::Tensor matrix;
    at::Tensor vector;

    static Parameters make() {
        return {at::arange(6, at::kFloat).reshape({2, 3}).div(5).requires_grad_(true),
                at::arange(2, at::kFloat).sub(1).requires_grad_(true)};
    }
    void differentiate(double scale) const {
        const at::Tensor x = at::arange(3, at::kFloat).add(1);
        ((at::matmul(matrix, x) + vector).square().sum() * scale).backward();
    }
};

} // namespace

class AdamWTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsAsLibTorchsOwn_data() {
        QTest::addColumn<double>("scale");
        QTest::newRow("clipped") << 1.0;
        QTest::newRow("below the largest norm") << 1e-3;
    }
    void stepsAsLibTorchsOwn() {
        QFETCH(const double, scale);
        const Parameters ours = Parameters::make();
        AdamW optimizer;
        optimizer.add("matrix", ours.matrix);
        optimizer.add("vector", ours.vector);
        const Parameters theirs = Parameters::make();
        const AdamW::Options options;
        const auto plain = torch::optim::AdamWOptions(rate).betas({options.beta1, options.beta2}).eps(options.epsilon);
        auto decaying = plain;
        torch::optim::AdamW decayed({theirs.matrix}, decaying.weight_decay(options.weightDecay));
        auto still = plain;
        torch::optim::AdamW kept({theirs.vector}, still.weight_decay(0));
        for (int i = 0; i < 5; ++i) {
            ours.differentiate(scale);
            const double norm = optimizer.step(rate).item<double>();
            decayed.zero_grad();
            kept.zero_grad();
            theirs.differentiate(scale);
            const double expected =
                torch::nn::utils::clip_grad_norm_({theirs.matrix, theirs.vector}, options.maxGradientNorm);
            decayed.step();
            kept.step();
            QVERIFY(qAbs(norm - expected) < 1e-5 * expected);
            QVERIFY(at::allclose(ours.matrix, theirs.matrix, 1e-5, 1e-6));
            QVERIFY(at::allclose(ours.vector, theirs.vector, 1e-5, 1e-6));
        }
    }

    void aBrokenGradientChangesNothing() {
        const Parameters parameters = Parameters::make();
        AdamW optimizer;
        optimizer.add("matrix", parameters.matrix);
        optimizer.add("vector", parameters.vector);
        parameters.differentiate(1);
        QVERIFY(optimizer.step(rate).isfinite().item<bool>());
        const at::Tensor before = parameters.matrix.detach().clone();
        const auto state = optimizer.state();
        parameters.differentiate(std::numeric_limits<double>::infinity());
        QVERIFY(!optimizer.step(rate).isfinite().item<bool>());
        QVERIFY(at::equal(parameters.matrix, before));
        QVERIFY(optimizer.state() == state);
        QVERIFY(!parameters.matrix.grad().defined());
        parameters.differentiate(1);
        QVERIFY(optimizer.step(rate).isfinite().item<bool>());
        QVERIFY(!at::equal(parameters.matrix, before));
    }
};

QTEST_GUILESS_MAIN(AdamWTest)
#include "adamw_test.moc"
