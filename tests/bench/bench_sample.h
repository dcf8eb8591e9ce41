// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/contract/sample.h"

namespace triptych::bench {

// A scene of the demo world with picture, one text and its speech; written once and removed when the program ends.
struct BenchSample {
    Sample sample;
    std::filesystem::path file; // the same as a sample file
};

// Ends the program with a line on stderr when the files cannot be written.
[[nodiscard]] const BenchSample& benchSample();

} // namespace triptych::bench
