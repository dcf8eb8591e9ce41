// SPDX-License-Identifier: GPL-3.0-or-later
// Targets that several families have, read from a finished trace.
#pragma once

#include "inference/backend/trace.h"
#include "inference/contract/target.h"

namespace triptych::models {

// One cell of "scores.image_text", "scores.audio_text", "scores.text_audio" or "scores.image_audio", whichever the
// trace holds for the two modalities. InvalidInput where an item or a table is missing.
[[nodiscard]] Result<at::Tensor> pairValue(const Target& target, const backend::Trace& trace);

// The target does not exist in this family; `known` lists those that do: "match and pair".
[[nodiscard]] Failure unknownTarget(const Target& target, const std::string& known);

// A target that is named by its kind and a number: match, class, token.
[[nodiscard]] Target numberedTarget(TargetKind kind, int index = 0);

[[nodiscard]] Target pairTarget(Modality first, Modality second);

} // namespace triptych::models
