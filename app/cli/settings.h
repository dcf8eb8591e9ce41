// SPDX-License-Identifier: GPL-3.0-or-later
// --set key=value, checked against what a method lists.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/cli/context.h"
#include "inference/contract/descriptor.h"

namespace triptych::cli {

// A check for one --set.
[[nodiscard]] std::string checkSetting(const std::string& setting);

// Every parameter of the method, from settings and defaults; throws CLI::ValidationError for wrong names and values.
[[nodiscard]] std::map<std::string, std::string> readSettings(const MethodDescriptor& method,
                                                              const std::vector<std::string>& settings);

} // namespace triptych::cli
