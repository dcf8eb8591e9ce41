// SPDX-License-Identifier: GPL-3.0-or-later
// What one optimiser step computes, stage by stage.
#pragma once

#include <cstdint>

#include "inference/training/caption_encoder.h"
#include "inference/training/losses.h"
#include "inference/training/schedule.h"
#include "inference/training/speech_source.h"
#include "inference/training/training_state.h"

namespace triptych::training {

struct StepInput {
    const Stage& stage;
    const CaptionEncoder& encoder;
    std::uint64_t seed = 0; // of this step's data
    int objectLimit = 5;
    bool plain = false;
    const SpeechSource* speech = nullptr; // needed where the stage speaks
};

[[nodiscard]] SceneBatch drawScenes(const TrainingState& state, const StepInput& input);
[[nodiscard]] SceneBatch renderScenes(const TrainingState& state, const StepInput& input,
                                      std::vector<world::Scene> scenes);

// Dense patch labels only.
[[nodiscard]] Result<LossTerms> visionStep(TrainingState& state, const StepInput& input);

// Two groups of captions for every picture - of all objects, and of some - with hard negatives, written or spoken.
[[nodiscard]] Result<LossTerms> captionStep(TrainingState& state, const StepInput& input);

} // namespace triptych::training
