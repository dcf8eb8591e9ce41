// SPDX-License-Identifier: GPL-3.0-or-later
// --do: interventions on the command line.
#pragma once

#include <string>
#include <vector>

#include "app/cli/context.h"
#include "inference/contract/intervention.h"

namespace triptych::cli {

// --do, which may be given several times; wrong lines are wrong use.
CLI::Option* addInterventions(CLI::App& command, std::vector<std::string>& lines);

// With the sample files that patches come from.
[[nodiscard]] Result<std::vector<Intervention>> readInterventions(const std::vector<std::string>& lines);

} // namespace triptych::cli
