// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/number_text.h"

#include <QTest>

using namespace triptych::widgets;

class NumberTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void threeSignificantDigits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << QStringLiteral("0");
        QTest::newRow("small") << 0.056712 << QStringLiteral("0.0567");
        QTest::newRow("almost one") << 0.99961 << QStringLiteral("1.00");
        QTest::newRow("almost ten") << 9.9961 << QStringLiteral("10.0");
        QTest::newRow("large") << 12345.0 << QStringLiteral("12345");
        QTest::newRow("negative") << -0.99961 << QStringLiteral("\u22121.00");
        QTest::newRow("tiny") << 1.234e-9 << QStringLiteral("1.23e\u221209");
    }
    void threeSignificantDigits() {
        QFETCH(double, value);
        QTEST(numberText(value), "text");
    }

    void aChangeHasASign() {
        QCOMPARE(signedNumberText(0.5), QStringLiteral("+0.500"));
        QCOMPARE(signedNumberText(-0.5), QStringLiteral("\u22120.500"));
    }
};

QTEST_MAIN(NumberTextTest)
#include "number_text_test.moc"
