// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs on our side of a comparison share.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <vector>

#include "inference/base/error.h"

namespace triptych::bench {

[[noreturn]] inline void giveUp(const Error& error) {
    std::cerr << describe(error) << std::endl;
    std::exit(1);
}

template<typename Value>
Value orGiveUp(Result<Value> result) {
    if (!result)
        giveUp(result.error());
    return std::move(*result);
}

inline double secondsOf(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// One warm-up, then the median.
inline double medianSeconds(int repeats, const std::function<double()>& once) {
    once();
    std::vector<double> seconds(static_cast<std::size_t>(repeats));
    std::ranges::generate(seconds, once);
    std::ranges::nth_element(seconds, seconds.begin() + repeats / 2);
    return seconds[seconds.size() / 2];
}

} // namespace triptych::bench
