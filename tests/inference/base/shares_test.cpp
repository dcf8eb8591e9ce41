// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/base/shares.h"

#include <QtTest/QTest>

#include <atomic>
#include <set>
#include <stdexcept>

using namespace triptych;

class SharesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyItemIsDoneOnce() {
        for (const std::int64_t count : {0, 1, 5, 100})
            for (const std::int64_t shares : {1, 2, 7}) {
                std::vector<std::atomic<int>> done(static_cast<std::size_t>(count));
                doInShares(count, shares, [&](std::int64_t, std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i)
                        ++done[static_cast<std::size_t>(i)];
                });
                for (const std::atomic<int>& times : done)
                    QCOMPARE(times.load(), 1);
            }
    }

    void sharesRunOnThreadsOfTheirOwn() {
        std::mutex guard;
        std::set<std::thread::id> seen;
        doInShares(4, 4, [&](std::int64_t, std::int64_t, std::int64_t) {
            const std::lock_guard lock(guard);
            seen.insert(std::this_thread::get_id());
        });
        QCOMPARE(seen.size(), std::size_t{4});
        QVERIFY(seen.contains(std::this_thread::get_id()));
    }

    void fewItemsMakeFewShares() {
        QCOMPARE(sharesOf(0, 10, 8), std::int64_t{1});
        QCOMPARE(sharesOf(25, 10, 8), std::int64_t{2});
        QCOMPARE(sharesOf(1000, 10, 8), std::int64_t{8});
        QCOMPARE(sharesOf(5, 0, 0), std::int64_t{1});
    }

    void anExceptionArrivesAfterAllHaveEnded() {
        std::atomic<int> ended = 0;
        const auto work = [&](std::int64_t share, std::int64_t, std::int64_t) {
            if (share == 1)
                throw std::runtime_error("one failed");
            ++ended;
        };
        QVERIFY_EXCEPTION_THROWN(doInShares(3, 3, work), std::runtime_error);
        QCOMPARE(ended.load(), 2);
    }
};

QTEST_GUILESS_MAIN(SharesTest)
#include "shares_test.moc"
