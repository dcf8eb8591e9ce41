// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/numerics/random_order.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace triptych::numerics;

class RandomOrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIndexComesOnceAndTheSeedDecides() {
        auto order = randomOrder(50, 3);
        QCOMPARE(order, randomOrder(50, 3));
        QVERIFY(order != randomOrder(50, 4));
        std::ranges::sort(order);
        for (std::size_t i = 0; i < order.size(); ++i)
            QCOMPARE(order[i], i);
        QVERIFY(randomOrder(0, 1).empty());
    }
};

QTEST_GUILESS_MAIN(RandomOrderTest)
#include "random_order_test.moc"
