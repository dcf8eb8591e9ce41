// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "inference/engine/evaluation/item.h"

namespace triptych::engine {

// The lines of a samples.jsonl. Every text and sound of a line with a picture asks for the picture; its negatives are
// asked with the text that they change; words are the last of every
// phrase that the line's mentions name, where it has a mask. Errors name
// the line.
[[nodiscard]] Result<std::unique_ptr<EvaluationSource>> openSamples(const std::filesystem::path& file);

} // namespace triptych::engine
