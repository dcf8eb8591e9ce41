// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <ATen/ATen.h>

#include "inference/models/whisper/whisper_prompt.h"

namespace triptych::backend {
class Trace;
}

namespace triptych::models::whisper {

struct TimedTokens {
    int first = 0;         // decoder row that predicts the first produced token
    int count = 0;         // produced tokens
    int heardFrames = 0;   // encoder positions with sound; the padding behind them is left out
    int decoderLayers = 0; // for folders that do not name the heads: those of the upper half
    double msPerFrame = 0;
};

// When each produced token of the first sound is spoken, [tokens, 2]: begin and end in milliseconds. The
// cross-attention maps of the heads that follow the sound are standardised over the tokens, smoothed along the frames,
// averaged, and the tokens laid along the frames by dynamic time warping. Undefined where the trace lacks a map or
// there is nothing to align.
[[nodiscard]] at::Tensor tokenTimes(const backend::Trace& trace, const WhisperGeneration& generation,
                                    const TimedTokens& timed);

} // namespace triptych::models::whisper
