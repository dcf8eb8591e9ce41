// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace triptych::engine {

// Seconds since the last lap, on a clock that never goes back.
class Stopwatch {
public:
    [[nodiscard]] double lap() {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> passed = now - m_since;
        m_since = now;
        return passed.count();
    }

private:
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

} // namespace triptych::engine
