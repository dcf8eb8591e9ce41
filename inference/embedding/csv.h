// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"

namespace triptych::embedding {

// Comma-separated values (RFC 4180): quoted fields may hold commas, line ends and doubled quotes. Rows may be ragged.
// BadFormat for a quote that is never closed.
[[nodiscard]] Result<std::vector<std::vector<std::string>>> parseCsv(std::string_view text, const std::string& where);

} // namespace triptych::embedding
