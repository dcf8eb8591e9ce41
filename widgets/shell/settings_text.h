// SPDX-License-Identifier: GPL-3.0-or-later
// Display values as the texts by name that a project holds.
#pragma once

#include <map>
#include <string>

#include "widgets/session/display_settings.h"

namespace triptych::widgets {

[[nodiscard]] std::map<std::string, std::string> toTexts(const DisplayValues& values);

// Names that are not known, and values that cannot be read, leave `fallback`'s.
[[nodiscard]] DisplayValues fromTexts(const std::map<std::string, std::string>& texts, DisplayValues fallback);

} // namespace triptych::widgets
