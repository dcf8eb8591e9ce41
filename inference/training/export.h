// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "inference/base/error.h"
#include "inference/training/training_state.h"

namespace triptych::training {

// Writes a model folder that models::loadModel reads: config.json, tokenizer.json, model.safetensors
// (F16; the model computes in float32).
[[nodiscard]] Result<void> exportModel(const TrainingState& state, const std::filesystem::path& folder);

} // namespace triptych::training
