// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inference/contract/intervention.h"
#include "inference/contract/sample.h"
#include "inference/contract/target.h"

namespace triptych {

using RunId = std::uint64_t;

// Which attention maps are kept. Nothing is watched by default, so that the fused kernel runs.
struct Watch {
    enum class Kind { None, All, Globs };

    Kind kind = Kind::None;
    std::vector<std::string> globs; // over trace names, '*' matches everything

    [[nodiscard]] bool matches(std::string_view traceName) const;
    bool operator==(const Watch&) const = default;
};

// Everything a run needs, copied when it is asked for.
struct RunRequest {
    RunId id = 0;
    std::string model = "builtin"; // "builtin", "builtin-plain" or a model folder
    std::string device = "auto";
    Sample sample;
    Watch watch;
    Target target;
    std::string method; // empty: no explanation
    std::map<std::string, std::string> parameters;
    std::uint64_t seed = 0;
    std::vector<Intervention> interventions; // in this order; what is explained is the changed run

    bool operator==(const RunRequest&) const = default;
};

} // namespace triptych
