// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace triptych {

// A model that is code (TorchScript). It runs with the user's rights, so it runs only after the user has trusted the
// very file.
struct ProgramFacts {
    std::string model; // as it was asked for: a folder
    std::string file;
    std::int64_t bytes = 0;
    std::string sha256; // 64 hexadecimal digits
    bool trusted = false;

    bool operator==(const ProgramFacts&) const = default;
};

enum class Trust {
    ThisTime, // while this process runs
    Always    // also in the user's list
};

} // namespace triptych
