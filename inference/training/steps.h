// SPDX-License-Identifier: GPL-3.0-or-later
// What one optimiser step computes, stage by stage.
#pragma once

#include <cstdint>

#include "inference/training/losses.h"
#include "inference/training/schedule.h"
#include "inference/training/training_state.h"

namespace triptych::training {

struct StepInput {
    const Stage& stage;
    std::uint64_t seed = 0; // of this step's data
    int objectLimit = 5;
    bool plain = false;
};

// Dense patch labels only.
[[nodiscard]] LossTerms visionStep(TrainingState& state, const StepInput& input);

} // namespace triptych::training
