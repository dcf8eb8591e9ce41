// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/relevance_rules.h"

#include <QtTest/QTest>

#include <cmath>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/backend/attention.h"
#include "inference/backend/trace.h"

using namespace triptych::backend;

namespace {

using Attention = RelevanceRules::Attention;

at::Tensor leaf(at::IntArrayRef shape) {
    return at::randn(shape).set_requires_grad(true);
}

// Value times gradient.
at::Tensor relevance(const at::Tensor& target, const at::Tensor& begin) {
    return begin.detach() * torch::autograd::grad({target}, {begin}, {}, true).front();
}

double total(const at::Tensor& values) {
    return values.to(at::kDouble).sum().item<double>();
}

bool near(double a, double b, double tolerance = 1e-4) {
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

// A pre-norm block of attention and a perceptron, without biases.
struct Block {
    at::Tensor query = at::randn({16, 16}) * 0.3;
    at::Tensor key = at::randn({16, 16}) * 0.3;
    at::Tensor value = at::randn({16, 16}) * 0.3;
    at::Tensor up = at::randn({32, 16}) * 0.3;
    at::Tensor down = at::randn({16, 32}) * 0.3;
    at::Tensor weight = at::rand({16}) + 0.5;

    at::Tensor operator()(at::Tensor tokens) const {
        Trace trace;
        const auto heads = [](const at::Tensor& values) { return values.unflatten(-1, {2, -1}).transpose(1, 2); };
        const at::Tensor normed = layerNorm(tokens, weight, {}, 1e-5);
        const at::Tensor read = attend(heads(at::linear(normed, query)), heads(at::linear(normed, key)),
                                       heads(at::linear(normed, value)), {}, 0.35, "map", trace);
        tokens = tokens + read.transpose(1, 2).flatten(-2);
        const at::Tensor inner = at::linear(layerNorm(tokens, weight, {}, 1e-5), up);
        return tokens + at::linear(asProportional(inner, at::gelu(inner)), down);
    }
};

} // namespace

class RelevanceRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(7); }

    void noRulesHoldOutsideOfTheirLife() {
        QVERIFY(RelevanceRules::active() == nullptr);
        {
            const RelevanceRules outer(Attention::Full);
            {
                const RelevanceRules inner(Attention::ValuesOnly);
                QVERIFY(RelevanceRules::active() == &inner);
            }
            QVERIFY(RelevanceRules::active() == &outer);
        }
        QVERIFY(RelevanceRules::active() == nullptr);
    }

    void valuesOfThePassStayTheSame() {
        const at::Tensor tokens = at::randn({2, 5, 16});
        const Block block;
        const at::Tensor plain = block(tokens);
        const RelevanceRules rules(Attention::Full);
        QVERIFY(at::allclose(block(tokens), plain, 1e-5, 1e-6));
    }

    void aProductIsSharedByHalves() {
        const at::Tensor left = leaf({3, 4});
        const at::Tensor right = leaf({4, 2});
        const RelevanceRules rules(Attention::Full);
        const at::Tensor target = sharedMatmul(left, right).sum();
        QVERIFY(near(total(relevance(target, left)), target.item<double>() / 2));
        QVERIFY(near(total(relevance(target, right)), target.item<double>() / 2));
        const at::Tensor other = leaf({3, 4});
        const at::Tensor gated = sharedProduct(left, other).sum();
        QVERIFY(near(total(relevance(gated, other)), gated.item<double>() / 2));
    }

    void withoutRulesAProductGivesBothAllOfIt() {
        const at::Tensor left = leaf({3, 4});
        const at::Tensor target = sharedMatmul(left, leaf({4, 2})).sum();
        QVERIFY(near(total(relevance(target, left)), target.item<double>()));
    }

    void anActivationHandsOnWhatItReceives() {
        const at::Tensor argument = leaf({50});
        const RelevanceRules rules(Attention::Full);
        const at::Tensor result = asProportional(argument, at::gelu(argument));
        const at::Tensor weights = at::randn({50});
        QVERIFY(at::allclose(relevance((result * weights).sum(), argument), result.detach() * weights, 1e-5, 1e-7));
        const at::Tensor none = at::zeros({2}).set_requires_grad(true);
        QVERIFY(relevance(asProportional(none, at::tanh(none)).sum(), none).eq(0).all().item<bool>());
    }

    void aNormWithoutBiasLosesNothing() {
        const at::Tensor values = leaf({2, 6, 16});
        const RelevanceRules rules(Attention::Full);
        const at::Tensor target = (layerNorm(values, at::rand({16}), {}, 1e-5) * at::randn({16})).sum();
        QVERIFY(near(total(relevance(target, values)), target.item<double>()));
        const at::Tensor features = leaf({2, 8, 3, 3});
        const at::Tensor grouped =
            (groupNorm(features, 4, at::rand({8}), at::zeros({8}), 1e-5) * at::randn({3, 3})).sum();
        QVERIFY(near(total(relevance(grouped, features)), grouped.item<double>()));
    }

    void normsAreThoseOfLibTorch() {
        const at::Tensor values = at::randn({2, 8, 5});
        const at::Tensor weight = at::rand({8});
        const at::Tensor bias = at::rand({8});
        const at::Tensor grouped = groupNorm(values, 2, weight, bias, 1e-5);
        const at::Tensor layered = layerNorm(values.transpose(1, 2), weight, bias, 1e-5);
        const RelevanceRules rules(Attention::Full);
        QVERIFY(at::allclose(groupNorm(values, 2, weight, bias, 1e-5), grouped, 1e-5, 1e-6));
        QVERIFY(at::allclose(layerNorm(values.transpose(1, 2), weight, bias, 1e-5), layered, 1e-5, 1e-6));
    }

    void attentionToConstantWeightsIsItsValues() {
        const at::Tensor weights = leaf({4, 4});
        const at::Tensor values = leaf({4, 3});
        const RelevanceRules rules(Attention::ValuesOnly);
        const at::Tensor target = weightedValues(weights, values).sum();
        QVERIFY(near(total(relevance(target, values)), target.item<double>()));
        QVERIFY(!torch::autograd::grad({target}, {weights}, {}, true, false, true).front().defined());
    }

    // With values alone nothing is lost; the softmax adds a constant of its own to what queries and keys receive.
    void aBlockWithoutBiasesConservesRelevance() {
        const Block first;
        const Block second;
        const at::Tensor tokens = leaf({1, 5, 16});
        const RelevanceRules rules(Attention::ValuesOnly);
        const at::Tensor target = (second(first(tokens)) * at::randn({16})).sum();
        QVERIFY(near(total(relevance(target, tokens)), target.item<double>()));
    }

    void whatComesOutOfATableBeginsTheGraph() {
        QVERIFY(!asBeginning(at::randn({2, 3})).requires_grad());
        const RelevanceRules rules(Attention::Full);
        QVERIFY(asBeginning(at::randn({2, 3})).requires_grad());
    }
};

QTEST_GUILESS_MAIN(RelevanceRulesTest)
#include "relevance_rules_test.moc"
