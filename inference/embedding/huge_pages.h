// SPDX-License-Identifier: GPL-3.0-or-later
// Large vectors in large pages, where the system offers them: reading rows in random order then misses no page table.
#pragma once

#include <cstddef>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace triptych::embedding {

template<typename T>
struct HugePageAllocator {
    using value_type = T;
    static constexpr std::size_t pageBytes = std::size_t{1} << 21;

    HugePageAllocator() = default;
    template<typename Other>
    explicit HugePageAllocator(const HugePageAllocator<Other>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        void* memory = ::operator new(count * sizeof(T), std::align_val_t(pageBytes));
#if defined(__linux__)
        madvise(memory, count * sizeof(T), MADV_HUGEPAGE); // advice: nothing is lost where it is not taken
#endif
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t /*count*/) {
        ::operator delete(memory, std::align_val_t(pageBytes));
    }

    bool operator==(const HugePageAllocator&) const = default;
};

} // namespace triptych::embedding
