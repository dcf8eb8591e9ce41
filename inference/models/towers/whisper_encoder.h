// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder of Whisper, which other families hear with as well: two convolutions, positions, pre-norm layers.
#pragma once

#include <vector>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

struct WhisperEncoderConfig {
    int width = 384;
    int mels = 80;
    int layers = 4;
    int heads = 6;
    int mlpWidth = 1536;
    int frames = 1500; // positions; two frames of the spectrogram each
    Activation activation = Activation::Gelu;

    // d_model, encoder_layers and so on over `defaults`. Checks that the heads divide the width.
    [[nodiscard]] static WhisperEncoderConfig read(const ConfigView& config, const WhisperEncoderConfig& defaults);
};

// Layers of Whisper, which the decoder has as well.
[[nodiscard]] LayerOptions whisperLayerOptions(int width, int heads, int mlpWidth, Activation activation);
// The published classes have no setting for it.
inline constexpr double whisperNormEpsilon = 1e-5;

// The two convolutions in front of the layers, each with its activation.
struct WhisperStem {
    at::Tensor firstWeight; // [width, mels, 3]
    at::Tensor firstBias;
    at::Tensor secondWeight; // [width, width, 3]
    at::Tensor secondBias;

    // `scope` holds conv1 and conv2.
    [[nodiscard]] static WhisperStem load(const WeightScope& scope, std::int64_t width, std::int64_t mels);

    // features [sounds, mels, frames] -> [sounds, (frames + 1) / 2, width]. heard [sounds, 1, frames] silences the
    // padding between the two; it may be undefined.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& features, const at::Tensor& heard = {}) const;
};

class WhisperEncoder {
public:
    // `scope` holds conv1, conv2, embed_positions, layers and layer_norm.
    [[nodiscard]] static WhisperEncoder load(const WeightScope& scope, const WhisperEncoderConfig& config);

    // features [sounds, mels, 2 * frames] -> [sounds, frames, width] before the last norm; heard [sounds, frames] (1 =
    // sound, 0 = padding that nobody may look at) or undefined. Records encoder.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& features, const at::Tensor& heard,
                                        backend::Trace& trace) const;
    [[nodiscard]] const Norm& norm() const { return m_norm; }

private:
    WhisperStem m_stem;
    at::Tensor m_positions; // [frames, width]
    std::vector<TransformerLayer> m_layers;
    Norm m_norm;
};

} // namespace triptych::models
