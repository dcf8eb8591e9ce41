// SPDX-License-Identifier: GPL-3.0-or-later
// Quick held-out figures of a model in training. The figures of a finished model come from `evaluate`, which goes
// through files as users do.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "inference/training/caption_encoder.h"
#include "inference/training/speech_source.h"
#include "inference/training/training_state.h"

namespace triptych::training {

struct EvaluationOptions {
    int scenes = 200; // a multiple of the pool
    int pool = 100;   // pictures among which a caption's own is searched
    std::uint64_t seed = 0;
    // Joined words of training voices and of voices that training never hears; needs a speech source.
    bool speech = false;
};

// "recall.text", "recall.speech", "recall.speechUnseenVoices": recall at 1, and "<name>.ceiling" where captions are
// true of several scenes of their pool; "matching.<change>": share of true captions that score above their negative.
[[nodiscard]] Result<std::map<std::string, double>> evaluateHeldOut(TrainingState& state, const CaptionEncoder& encoder,
                                                                    const SpeechSource* speech,
                                                                    const EvaluationOptions& options);

} // namespace triptych::training
