// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "inference/formats/json.h"
#include "inference/text/pattern.h"

namespace triptych::text {

// What the parts of a tokenizer.json have in common.

// The "type" of a part.
[[nodiscard]] Result<std::string> partType(const formats::Json& entry, const std::string& where);
[[nodiscard]] Failure unsupportedPart(const std::string& kind, const std::string& type, const std::string& where);
// Its "pattern": {"String": ...} or {"Regex": ...}.
[[nodiscard]] Result<PatternPtr> partPattern(const formats::Json& entry, const std::string& where);
// A member that is a list of further parts.
[[nodiscard]] Result<const formats::Json*> partList(const formats::Json& entry, const char* key,
                                                    const std::string& where);

} // namespace triptych::text
