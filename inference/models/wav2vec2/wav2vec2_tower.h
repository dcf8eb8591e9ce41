// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models::wav2vec2 {

struct Wav2Vec2Config {
    int width = 768;
    int layers = 12;
    int heads = 12;
    int mlpWidth = 3072;
    int letters = 32;
    Activation activation = Activation::Gelu;
    double epsilon = 1e-5;
    // Convolutions over the waveform.
    std::vector<int> channels{512, 512, 512, 512, 512, 512, 512};
    std::vector<int> kernels{10, 3, 3, 3, 3, 2, 2};
    std::vector<int> strides{5, 2, 2, 2, 2, 2, 2};
    bool convBias = false;
    bool normsEveryLayer = false; // layer norm in all of them; else a norm per channel in the first
    Activation convActivation = Activation::Gelu;
    int positionKernel = 128;
    int positionGroups = 16;
    bool stable = false;  // norms before the parts of a layer and after the last layer
    int adapterWidth = 0; // of a small MLP behind each layer; 0: none

    [[nodiscard]] static Wav2Vec2Config read(const ConfigView& config);

    // Frames of a sound of `samples`; below 1 where it is too short.
    [[nodiscard]] std::int64_t framesOf(std::int64_t samples) const;
    // Samples from one frame to the next.
    [[nodiscard]] std::int64_t hop() const;
};

// Strided convolutions: [sounds, samples] -> [sounds, frames, channels of the last one].
class WaveformEncoder {
public:
    // `scope` holds conv_layers.
    [[nodiscard]] static WaveformEncoder load(const WeightScope& scope, const Wav2Vec2Config& config);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& waveform) const;

private:
    struct Layer {
        at::Tensor weight; // [out, in, kernel]
        at::Tensor bias;
        at::Tensor normWeight; // undefined: no norm
        at::Tensor normBias;
        int stride = 1;
    };

    std::vector<Layer> m_layers;
    bool m_normsEveryLayer = false;
    Activation m_activation = Activation::Gelu;
};

// Projection, a convolution that tells positions, and a transformer.
class Wav2Vec2Tower {
public:
    // `scope` holds feature_extractor, feature_projection and encoder.
    [[nodiscard]] static Wav2Vec2Tower load(const WeightScope& scope, const Wav2Vec2Config& config);

    // waveform [sounds, samples]; mask [sounds, samples] (1 = sound) or undefined: zeros are heard as silence. ->
    // [sounds, frames, width]. Records audio.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& waveform, const at::Tensor& mask,
                                        backend::Trace& trace) const;

private:
    struct Adapter {
        Norm norm;
        Linear down;
        Linear up;
    };

    [[nodiscard]] at::Tensor positions(const at::Tensor& tokens) const;
    [[nodiscard]] at::Tensor frameMask(const at::Tensor& mask, std::int64_t frames) const;
    [[nodiscard]] at::Tensor passLayer(std::size_t layer, const at::Tensor& tokens, const LayerContext& context,
                                       backend::Trace& trace) const;

    Wav2Vec2Config m_config;
    WaveformEncoder m_waveform;
    Norm m_featureNorm;
    Linear m_projection;
    at::Tensor m_positionWeight; // [width, width / groups, kernel]
    at::Tensor m_positionBias;
    Norm m_norm;
    std::vector<TransformerLayer> m_layers;
    std::vector<Adapter> m_adapters;
};

} // namespace triptych::models::wav2vec2
