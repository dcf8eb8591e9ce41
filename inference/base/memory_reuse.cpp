// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/base/memory_reuse.h"

#include <atomic>
#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace triptych {

namespace {

std::atomic<int> living = 0;

#ifdef __GLIBC__
void keepFreedBlocks() {
    constexpr int largestKept = 1 << 30; // bytes
    mallopt(M_MMAP_THRESHOLD, largestKept);
    mallopt(M_TRIM_THRESHOLD, largestKept);
}

void giveFreedBlocksBack() {
    malloc_trim(0);
}
#else
void keepFreedBlocks() {
}
void giveFreedBlocksBack() {
}
#endif

} // namespace

MemoryReuse::MemoryReuse() {
    if (living++ == 0)
        keepFreedBlocks();
}

MemoryReuse::~MemoryReuse() {
    if (--living == 0)
        giveFreedBlocksBack();
}

} // namespace triptych
