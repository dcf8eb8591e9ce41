// SPDX-License-Identifier: GPL-3.0-or-later
// What a program returned, against what its manifest says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/contract/target.h"
#include "inference/models/program/manifest.h"

namespace triptych::models::program {

// ModelMismatch names the first tensor of another number of axes or type; attention maps have four axes and rows that
// sum to one, tables of scores, embeddings and classes two.
[[nodiscard]] Result<void> checkOutputs(const std::vector<Output>& outputs, const std::vector<at::Tensor>& tensors);

// "scores.image_text" -> the pair of the first items; nothing for other names.
[[nodiscard]] std::optional<Target> pairOf(const std::string& output);

// "pair and match"
[[nodiscard]] std::string knownTargets(const std::vector<Output>& outputs);

} // namespace triptych::models::program
