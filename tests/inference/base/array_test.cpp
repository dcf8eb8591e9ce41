// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "inference/base/array.h"

using triptych::elementCount;
using triptych::FloatArray;
using triptych::IntArray;

class ArrayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aScalarHasOneElement() { QCOMPARE(elementCount({}), 1); }

    void anExtentOfZeroHoldsNothing() {
        const FloatArray array(triptych::Shape{3, 0, 2});
        QVERIFY(array.empty());
        QCOMPARE(array.rank(), std::size_t{3});
    }

    void rowsAreTheContiguousBlocksBelowAPrefix() {
        std::vector<std::int64_t> values(24);
        std::iota(values.begin(), values.end(), 0);
        const IntArray array({2, 3, 4}, std::move(values));
        QCOMPARE(array.row({}).size(), std::size_t{24});
        QCOMPARE(array.row({1}).front(), 12);
        QCOMPARE(array.row({1, 2}).front(), 20);
        QCOMPARE(array.row({1, 2}).size(), std::size_t{4});
        QCOMPARE(array.row({0, 1, 3}).front(), 7);
    }

    void writingThroughARowChangesTheArray() {
        FloatArray array({2, 2}, 1.0F);
        array.row({1})[0] = 5.0F;
        QCOMPARE(array, FloatArray({2, 2}, {1.0F, 1.0F, 5.0F, 1.0F}));
    }
};

QTEST_GUILESS_MAIN(ArrayTest)
#include "array_test.moc"
