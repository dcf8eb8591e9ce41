// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "inference/contract/run_request.h"

using triptych::Watch;

class WatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsWatchedByDefault() { QVERIFY(!Watch{}.matches("vision.layers.0.attention")); }

    void globsMatchWholeNames() {
        const Watch watch{Watch::Kind::Globs, {"fusion.*.cross_attention", "text.layers.1.attention"}};
        QVERIFY(watch.matches("fusion.layers.0.cross_attention"));
        QVERIFY(watch.matches("text.layers.1.attention"));
        QVERIFY(!watch.matches("text.layers.11.attention"));
        QVERIFY(!watch.matches("fusion.layers.0.attention"));
        QVERIFY(!watch.matches("x.fusion.layers.0.cross_attention"));
    }

    void aStarMatchesNothingToo() {
        const Watch watch{Watch::Kind::Globs, {"a*"}};
        QVERIFY(watch.matches("a"));
        QVERIFY(!watch.matches(""));
    }
};

QTEST_GUILESS_MAIN(WatchTest)
#include "run_request_test.moc"
