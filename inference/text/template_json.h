// SPDX-License-Identifier: GPL-3.0-or-later
// What is written of a TemplateProcessing post-processor of tokenizer.json.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "inference/formats/json.h"

namespace triptych::text {

formats::Json specialStep(const std::string& token, int typeId);

// `name` is "A" for the first sequence, "B" for the second.
formats::Json sequenceStep(const char* name, int typeId);

// `single` and `pair` are arrays of steps; `tokens` are the special tokens among them.
formats::Json templateOf(formats::Json single, formats::Json pair, const std::vector<std::string>& tokens,
                         const std::function<std::int64_t(const std::string&)>& idOf);

} // namespace triptych::text
