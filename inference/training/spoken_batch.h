// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <torch/types.h>

#include "inference/models/tri/config.h"
#include "inference/training/query_batch.h"
#include "inference/world/mel_mixer.h"

namespace triptych::training {

// The speech of captions as tensors, padded to the longest.
struct SpokenBatch {
    at::Tensor mel;   // [caption, frame, bin], normalised as the audio tower reads it
    at::Tensor valid; // bool [caption, token]
    std::vector<UnitMention> mentions;
    // What is being said in each token: first word piece of the word over its centre, padId = silence, -1 = padding.
    at::Tensor words; // int64 [caption, token]
};

// spoken[i] says captions[i]. Longer speech than the model hears is cut.
[[nodiscard]] SpokenBatch encodeSpeech(const std::vector<DrawnCaption>& captions,
                                       const std::vector<world::SpokenMel>& spoken, const CaptionEncoder& encoder,
                                       const models::tri::TriConfig& config);

// The audio tokens that a word covers: those whose centre lies in it, or the one over its middle.
[[nodiscard]] std::vector<std::int64_t> audioTokens(double fromMs, double toMs, double msPerToken,
                                                    std::int64_t tokenCount);

} // namespace triptych::training
