// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/result_cache.h"

#include <QtTest/QTest>

using namespace triptych;
using namespace triptych::engine;

namespace {

ResultCache::Entry resultOf(std::int64_t floats) {
    RunResult result;
    result.relevance.image = FloatArray({floats});
    return std::make_shared<const RunResult>(std::move(result));
}

} // namespace

class ResultCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesCountTheArrays() { QCOMPARE(sizeOf(*resultOf(1000)) - sizeOf(*resultOf(0)), std::int64_t{4000}); }

    void theLeastRecentlyUsedLeavesFirst() {
        const auto one = resultOf(10000);
        ResultCache cache(3 * sizeOf(*one));
        cache.insert("a", one);
        cache.insert("b", resultOf(10000));
        cache.insert("c", resultOf(10000));
        QVERIFY(cache.find("a") == one);
        cache.insert("d", resultOf(10000));
        QVERIFY(cache.find("b") == nullptr);
        QVERIFY(cache.find("a") && cache.find("c") && cache.find("d"));
        QVERIFY(cache.bytes() <= cache.budgetBytes());
    }

    void whatIsLargerThanTheBudgetIsNotKept() {
        ResultCache cache(sizeOf(*resultOf(100)));
        cache.insert("small", resultOf(100));
        cache.insert("large", resultOf(101));
        QVERIFY(cache.find("large") == nullptr);
        QVERIFY(cache.find("small") != nullptr);
        ResultCache none(0);
        none.insert("small", resultOf(1));
        QVERIFY(none.find("small") == nullptr);
    }
};

QTEST_GUILESS_MAIN(ResultCacheTest)
#include "result_cache_test.moc"
