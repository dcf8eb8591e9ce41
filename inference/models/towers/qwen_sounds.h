// SPDX-License-Identifier: GPL-3.0-or-later
// How Qwen2-Audio and Qwen2.5-Omni hear: Whisper's features and layers, and two positions of the encoder to a token of
// the language model.
#pragma once

#include <vector>

#include "inference/models/preprocess/whisper_features.h"
#include "inference/models/towers/whisper_encoder.h"

namespace triptych::models {

inline constexpr int positionsPerSoundToken = 2;

// Of both families where a folder does not say otherwise.
[[nodiscard]] WhisperEncoderConfig qwenEncoderDefaults();

// Positions that hear so many frames of a spectrogram, after a convolution that takes every second one.
[[nodiscard]] constexpr std::int64_t soundPositions(std::int64_t frames) {
    return (frames + 1) / 2;
}
// Tokens that they become; a single position is left over.
[[nodiscard]] constexpr std::int64_t soundTokens(std::int64_t frames) {
    return soundPositions(frames) / positionsPerSoundToken;
}
// InvalidInput where a sound of so many frames gives no token.
[[nodiscard]] Result<void> checkHeard(std::int64_t frames);

// frames int64 [sounds] -> [sounds, positions]: 1 where a position hears the sound, 0 in the padding behind it.
[[nodiscard]] at::Tensor heardPositions(const at::Tensor& frames, std::int64_t positions);

// `input.audio_features` and `input.feature_attention_mask` of the sample's sounds, or the given ones; counts and shows
// them. Returns the tokens of every sound.
[[nodiscard]] Result<std::vector<int>> prepareSounds(const Sample& sample, const ArrayMap& inputs,
                                                     const WhisperFeatures& features, PreparedSample& prepared,
                                                     const Monitor& monitor);

} // namespace triptych::models
