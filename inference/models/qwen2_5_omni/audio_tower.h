// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/towers/qwen_sounds.h"

namespace triptych::models::qwen2_5_omni {

struct AudioConfig {
    WhisperEncoderConfig encoder;
    int window = 100; // half of the frames of one chunk
    int outWidth = 3584;

    [[nodiscard]] static AudioConfig read(const ConfigView& config);
    [[nodiscard]] int chunk() const { return 2 * window; }
};

// Whisper's layers over chunks of a few seconds that do not hear each other; two positions become one token.
class AudioTower {
public:
    // `scope` holds conv1, conv2, layers, ln_post and proj.
    [[nodiscard]] static AudioTower load(const WeightScope& scope, const AudioConfig& config);

    // One [mels, frames] per sound, without padding -> the tokens of all of them [tokens, outWidth],
    // soundTokens(frames) of each. Records encoder.hidden.embed and the layers as [chunks, ...], the shorter chunks
    // padded.
    [[nodiscard]] at::Tensor operator()(const std::vector<at::Tensor>& sounds, backend::Trace& trace) const;

private:
    [[nodiscard]] at::Tensor positions(std::int64_t count) const;
    [[nodiscard]] at::Tensor convolve(const at::Tensor& chunks, const at::Tensor& lengths) const;
    // The positions of one sound, [positions, width], from its chunks.
    [[nodiscard]] at::Tensor joined(const at::Tensor& chunks, std::int64_t frames) const;

    AudioConfig m_config;
    WhisperStem m_stem;
    std::vector<TransformerLayer> m_layers;
    Norm m_norm;
    Linear m_projection;
};

} // namespace triptych::models::qwen2_5_omni
