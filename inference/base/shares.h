// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace triptych {

// Threads that this machine runs at once.
[[nodiscard]] inline int processors() {
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

// How many shares of at least `least` items 0 .. count has room for, at most `threads` and at least one.
[[nodiscard]] inline std::int64_t sharesOf(std::int64_t count, std::int64_t least, int threads) {
    return std::clamp<std::int64_t>(count / std::max<std::int64_t>(1, least), 1, std::max(1, threads));
}

// Cuts 0 .. count into even shares and does `work(share, begin, end)` for all of them at once, the first one on this
// thread. The first exception is thrown again when all have ended.
template<typename Work>
void doInShares(std::int64_t count, std::int64_t shares, const Work& work) {
    std::exception_ptr problem;
    std::mutex guard;
    const auto doShare = [&](std::int64_t share) {
        try {
            work(share, count * share / shares, count * (share + 1) / shares);
        } catch (...) {
            const std::lock_guard lock(guard);
            if (!problem)
                problem = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::int64_t share = 1; share < shares; ++share)
            threads.emplace_back(doShare, share);
        doShare(0);
    }
    if (problem)
        std::rethrow_exception(problem);
}

} // namespace triptych
