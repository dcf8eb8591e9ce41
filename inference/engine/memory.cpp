// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/memory.h"

#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace triptych::engine {

std::int64_t processBytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t totalPages = 0;
    std::int64_t residentPages = 0;
    file >> totalPages >> residentPages;
    return file ? residentPages * sysconf(_SC_PAGESIZE) : 0;
}

std::int64_t peakProcessBytes() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

} // namespace triptych::engine
