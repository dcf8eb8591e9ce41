// SPDX-License-Identifier: GPL-3.0-or-later
// This process's memory as /proc tells it.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace triptych::bench {

inline std::int64_t statusBytes(const std::string& key) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == key) {
            std::int64_t kilobytes = 0;
            status >> kilobytes;
            return kilobytes * 1024;
        }
    return 0;
}

inline std::int64_t residentBytes() {
    return statusBytes("VmRSS:");
}
inline std::int64_t peakResidentBytes() {
    return statusBytes("VmHWM:");
}
// The peak starts again from what is resident now.
inline void forgetPeak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

} // namespace triptych::bench
