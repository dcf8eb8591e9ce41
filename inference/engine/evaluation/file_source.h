// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "inference/engine/evaluation/item.h"

namespace triptych::engine {

// The lines of a samples.jsonl. Every text and sound of a line with a picture asks for the picture; its negatives are
// asked with the text that they change; where the line has a mask, the last word of every phrase that its mentions name
// is asked for its object. Errors name the line.
[[nodiscard]] Result<std::unique_ptr<EvaluationSource>> openSamples(const std::filesystem::path& file);

} // namespace triptych::engine
