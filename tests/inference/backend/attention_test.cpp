// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/attention.h"

#include <QtTest/QTest>

#include <limits>

using namespace triptych;
using namespace triptych::backend;

namespace {

struct Inputs {
    at::Tensor query, key, value;
};

Inputs someInputs() {
    const auto generator = at::make_generator<at::CPUGeneratorImpl>(3);
    return {at::randn({2, 3, 4, 8}, generator), at::randn({2, 3, 5, 8}, generator), at::randn({2, 3, 5, 8}, generator)};
}

// Every query may look at the first three keys; query 2 of item 1 at none.
at::Tensor someMask() {
    at::Tensor allowed = at::ones({2, 1, 4, 5}, at::kBool);
    allowed.narrow(3, 3, 2).fill_(false);
    allowed.select(0, 1).select(1, 2).fill_(false);
    return allowed;
}

} // namespace

class AttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWatchedWayEqualsTheFusedOne_data() {
        QTest::addColumn<bool>("isMasked");
        QTest::newRow("free") << false;
        QTest::newRow("masked") << true;
    }
    void theWatchedWayEqualsTheFusedOne() {
        QFETCH(bool, isMasked);
        const Inputs in = someInputs();
        // A row without any key is told apart below: the fused kernel's own answer to it differs between versions.
        at::Tensor mask = isMasked ? someMask() : at::Tensor();
        if (isMasked)
            mask.select(0, 1).select(1, 2).narrow(1, 0, 1).fill_(true);
        Trace unwatched;
        const at::Tensor fused = attend(in.query, in.key, in.value, mask, 0.3, "a.attention", unwatched);
        Trace trace(Watch{Watch::Kind::All, {}});
        const at::Tensor watched = attend(in.query, in.key, in.value, mask, 0.3, "a.attention", trace);
        QVERIFY(unwatched.tensors().empty());
        QVERIFY(at::allclose(watched, fused, 1e-5, 1e-6));
        const at::Tensor& weights = *trace.find("a.attention");
        QVERIFY(at::allclose(weights.sum(-1), at::ones({2, 3, 4})));
        QVERIFY(!isMasked || weights.narrow(3, 3, 2).eq(0).all().item<bool>());
    }

    void aRowThatSeesNothingIsZero() {
        const Inputs in = someInputs();
        Trace trace(Watch{Watch::Kind::All, {}});
        const at::Tensor out = attend(in.query, in.key, in.value, someMask(), 0.3, "a.attention", trace);
        QVERIFY(out[1].select(1, 2).eq(0).all().item<bool>());
        QVERIFY(out.isfinite().all().item<bool>());
    }

    void mapsAreInTheGraphWhereGradientsAreAskedFor() {
        const Inputs in = someInputs();
        Trace trace(Watch{Watch::Kind::All, {}}, true);
        const at::Tensor out = attend(in.query, in.key, in.value, {}, 0.3, "a.attention", trace);
        QVERIFY(trace.find("a.attention")->requires_grad());
        QVERIFY(out.requires_grad());
    }

    void anEditChangesWhatIsGathered() {
        const Inputs in = someInputs();
        Trace trace;
        trace.edit("a.attention", [](const at::Tensor& weights, const Trace&) { return at::zeros_like(weights); });
        QVERIFY(attend(in.query, in.key, in.value, {}, 0.3, "a.attention", trace).eq(0).all().item<bool>());
    }
};

QTEST_GUILESS_MAIN(AttentionTest)
#include "attention_test.moc"
