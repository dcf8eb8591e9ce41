// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/trace.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::backend;

class TraceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWatchDecidesWhatIsKept() {
        Trace trace(Watch{Watch::Kind::Globs, {"vision.*"}});
        trace.record("vision.layers.0.attention", at::ones({1}));
        trace.record("text.layers.0.attention", at::ones({1}));
        trace.record("vision.layers.0.hidden", at::ones({1}));
        QVERIFY(trace.find("vision.layers.0.attention") != nullptr);
        QVERIFY(trace.find("text.layers.0.attention") == nullptr);
        QVERIFY(trace.find("vision.layers.0.hidden") != nullptr);
    }

    void scoresAreKeptWithoutAWatch() {
        Trace trace;
        for (const char* name :
             {"scores.match", "logits.match", "output.ids", "embedding.image", "a.layers.0.attention"})
            trace.record(name, at::ones({1}));
        QCOMPARE(trace.tensors().size(), std::size_t{4});
        QVERIFY(trace.find("a.layers.0.attention") == nullptr);
    }

    void innerTensorsGoToThoseWhoNameThem() {
        Trace trace(Watch{Watch::Kind::All, {}});
        trace.recordInner("a.attention.query", at::ones({1}));
        QVERIFY(trace.find("a.attention.query") == nullptr);
        trace.watchInner({"*.query"});
        trace.recordInner("a.attention.query", at::ones({1}));
        trace.recordInner("a.attention.key", at::ones({1}));
        QVERIFY(trace.find("a.attention.query") != nullptr);
        QVERIFY(trace.find("a.attention.key") == nullptr);
    }

    void editsAreMadeInTheirOrderAndRecorded() {
        Trace trace(Watch{Watch::Kind::All, {}});
        trace.record("before", at::full({1}, 5));
        trace.edit("a.*.hidden", [](const at::Tensor& value, const Trace&) { return value + 1; });
        trace.edit("a.layers.1.hidden",
                   [](const at::Tensor& value, const Trace& running) { return value * *running.find("before"); });
        QVERIFY(trace.edits("a.layers.0.hidden"));
        QVERIFY(!trace.edits("b.layers.0.hidden"));
        QCOMPARE(trace.pass("a.layers.0.hidden", at::ones({1})).item<float>(), 2.0F);
        QCOMPARE(trace.pass("a.layers.1.hidden", at::ones({1})).item<float>(), 10.0F);
        QCOMPARE(trace.pass("b.layers.1.hidden", at::ones({1})).item<float>(), 1.0F);
        QCOMPARE(trace.find("a.layers.1.hidden")->item<float>(), 10.0F);
        QCOMPARE(trace.passInner("a.layers.0.hidden", at::ones({1})).item<float>(), 2.0F);
    }
};

QTEST_GUILESS_MAIN(TraceTest)
#include "trace_test.moc"
