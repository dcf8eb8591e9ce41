// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/base/memory_reuse.h"

#include <QtTest/QTest>

#include <fstream>
#include <unistd.h>

using namespace triptych;

namespace {

constexpr std::size_t blockBytes = std::size_t{64} << 20;

std::int64_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t resident = 0;
    file >> total >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

void useAndFreeABlock() {
    const std::vector<char> block(blockBytes, 1);
    QCOMPARE(block.back(), char{1});
}

} // namespace

class MemoryReuseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void freedBlocksAreKeptWhileOneLives() {
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)
        QSKIP("only glibc's own allocator keeps blocks");
#endif
        const std::int64_t before = residentBytes();
        const auto kept = [&] { return residentBytes() - before > std::int64_t{blockBytes} / 2; };
        {
            const MemoryReuse outer;
            {
                const MemoryReuse inner;
                useAndFreeABlock();
                QVERIFY(kept());
            }
            QVERIFY(kept());
        }
        QVERIFY(!kept());
    }
};

QTEST_APPLESS_MAIN(MemoryReuseTest)
#include "memory_reuse_test.moc"
