// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/batches.h"

#include <QtTest/QTest>

#include <new>
#include <vector>

using namespace triptych;
using namespace triptych::explain;

namespace {

using Calls = std::vector<std::pair<std::size_t, std::size_t>>;

} // namespace

class BatchesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastBatchIsWhatIsLeft() {
        Calls calls;
        QVERIFY(inBatches(10, 4, [&](std::size_t begin, std::size_t count) -> Result<void> {
                    calls.emplace_back(begin, count);
                    return {};
                }).has_value());
        QCOMPARE(calls, (Calls{{0, 4}, {4, 4}, {8, 2}}));
    }

    void halvesAreTriedWhereMemoryRunsOut_data() {
        QTest::addColumn<bool>("throws");
        QTest::newRow("reported") << false;
        QTest::newRow("thrown") << true;
    }
    void halvesAreTriedWhereMemoryRunsOut() {
        QFETCH(bool, throws);
        Calls calls;
        const auto done = inBatches(7, 8, [&](std::size_t begin, std::size_t count) -> Result<void> {
            if (count > 2 && throws)
                throw std::bad_alloc();
            if (count > 2)
                return fail(ErrorCode::OutOfMemory, "Too large.", "batch");
            calls.emplace_back(begin, count);
            return {};
        });
        QVERIFY2(done.has_value(), done ? "" : describe(done.error()).c_str());
        QCOMPARE(calls, (Calls{{0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}, {6, 1}}));
    }

    void oneItemThatDoesNotFitIsTheError() {
        const auto done = inBatches(4, 4, [](std::size_t, std::size_t) -> Result<void> {
            return fail(ErrorCode::OutOfMemory, "Too large.", "batch");
        });
        QVERIFY(!done && done.error().code == ErrorCode::OutOfMemory);
    }

    void otherErrorsEndItAtOnce() {
        int calls = 0;
        const auto done = inBatches(4, 2, [&](std::size_t, std::size_t) -> Result<void> {
            ++calls;
            return fail(ErrorCode::Canceled, "Stopped.");
        });
        QVERIFY(!done && done.error().code == ErrorCode::Canceled);
        QCOMPARE(calls, 1);
    }
};

QTEST_GUILESS_MAIN(BatchesTest)
#include "batches_test.moc"
