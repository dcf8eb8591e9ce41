// SPDX-License-Identifier: GPL-3.0-or-later
// Targets in the words of what was run.
#pragma once

#include <QString>
#include <vector>

#include "inference/contract/run_result.h"

namespace triptych::widgets {

// The characters of a range of code points.
[[nodiscard]] QString partOf(const std::string& text, const CharRange& chars);

// As targetLabel of engine_words.h, but a token that was written by its text.
[[nodiscard]] QString targetLabel(const Target& target, const ShownInputs& inputs);

// One target for each token that a decoder wrote.
[[nodiscard]] std::vector<Target> writtenTargets(const ShownInputs& inputs);

} // namespace triptych::widgets
