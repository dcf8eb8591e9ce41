// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/finite_rows.h"

#include <QtTest/QTest>

#include <limits>

using namespace triptych;
using namespace triptych::embedding;

class FiniteRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstBadRowIsNamed() {
        FloatArray rows({3, 2}, {1, 2, 3, 4, 5, 6});
        QVERIFY(!firstNonFiniteRow(tableOf(rows)) && checkFinite(tableOf(rows)));
        rows.values()[5] = std::numeric_limits<float>::infinity();
        rows.values()[3] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(firstNonFiniteRow(tableOf(rows)).value(), std::int64_t{1});
        QCOMPARE(checkFinite(tableOf(rows)).error().where, std::string("row 1"));
        QCOMPARE(checkFinite(tableOf(rows), "a.st").error().where, std::string("a.st, row 1"));
    }

    void noRowsAreFinite() { QVERIFY(!firstNonFiniteRow(VectorTable{})); }
};

QTEST_APPLESS_MAIN(FiniteRowsTest)
#include "finite_rows_test.moc"
