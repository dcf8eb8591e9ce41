// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/trace_name.h"

#include <QtTest/QTest>

using namespace triptych;

class TraceNameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void attentionMapsSayTheirTowerAndLayer() {
        QVERIFY(parseAttentionName("fusion.layers.12.cross_attention") == (AttentionName{"fusion", 12, true}));
        QVERIFY(parseAttentionName("text.layers.0.attention") == (AttentionName{"text", 0, false}));
        QVERIFY(parseAttentionName("vision.pool.attention") == (AttentionName{"vision", -1, false}));
    }

    void otherTensorsAreNone() {
        for (const char* name : {"text.layers.0.hidden", "embedding.image", "scores.match", "attention", "",
                                 "text.layers.x.attention", "input.attention_mask"})
            QVERIFY2(!parseAttentionName(name), name);
    }
};

QTEST_GUILESS_MAIN(TraceNameTest)
#include "trace_name_test.moc"
