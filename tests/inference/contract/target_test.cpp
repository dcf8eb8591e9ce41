// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "inference/contract/target.h"

using triptych::parseTarget;
using triptych::toString;

class TargetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesBack_data() {
        QTest::addColumn<QString>("spec");
        for (const char* spec : {"default", "match", "class:17", "token:0", "answer:a red: ring", "pair:2,3",
                                 "pair:audio=1,text=0", "pair:image=0,audio=4"})
            QTest::newRow(spec) << QString::fromUtf8(spec);
    }
    void readsAndWritesBack() {
        QFETCH(QString, spec);
        const auto target = parseTarget(spec.toStdString());
        QVERIFY(target.has_value());
        QCOMPARE(QString::fromStdString(toString(*target)), spec);
    }

    void namesAreOptionalForImageAndText() { QVERIFY(*parseTarget("pair:image=2,text=3") == *parseTarget("pair:2,3")); }

    void refusesWhatIsNoTarget_data() {
        QTest::addColumn<QString>("spec");
        for (const char* spec :
             {"", "pair", "pair:", "pair:1", "pair:1,", "pair:-1,0", "pair:1,2,3", "pair:text=0,text=1",
              "pair:smell=0,text=1", "class:", "class:x", "class:1x", "token:99999999999", "answer:", "nonsense:1"})
            QTest::newRow(spec) << QString::fromUtf8(spec);
    }
    void refusesWhatIsNoTarget() {
        QFETCH(QString, spec);
        const auto target = parseTarget(spec.toStdString());
        QVERIFY(!target.has_value());
        QVERIFY(target.error().code == triptych::ErrorCode::InvalidInput);
    }
};

QTEST_GUILESS_MAIN(TargetTest)
#include "target_test.moc"
