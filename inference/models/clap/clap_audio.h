// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "inference/models/clap/clap_swin.h"

namespace triptych::models::clap {

// An edge down and across.
struct Extent {
    int rows = 4;
    int cols = 4;
};

struct ClapAudioConfig {
    SwinOptions swin;
    int mels = 64;
    int edge = 256; // of the square that the spectrogram is folded into
    Extent patch;
    Extent stride;
    int channels = 1;
    bool hasPatchNorm = true;
    bool fuses = false;  // a longer sound is heard as a whole and in three crops
    int fusionRatio = 4; // by which the fusion narrows
    int outWidth = 768;

    [[nodiscard]] static ClapAudioConfig read(const ConfigView& config);
};

// The norm of a convolutional network with stored statistics, over axis 1.
struct BatchNorm {
    at::Tensor weight;
    at::Tensor bias;
    at::Tensor mean;
    at::Tensor variance;

    [[nodiscard]] static BatchNorm load(const WeightScope& scope, int width);
    [[nodiscard]] at::Tensor operator()(const at::Tensor& values) const;
};

// A spectrogram folded into a square of patches, and a Swin transformer.
class ClapAudioTower {
public:
    // `scope` holds batch_norm, patch_embed, layers and norm.
    [[nodiscard]] static ClapAudioTower load(const WeightScope& scope, const ClapAudioConfig& config);

    // features [sounds, channels, frames, mels]; isLonger [sounds, 1] (1: its crops are fused) is read by fused models.
    // -> [sounds, outWidth]. Records audio.hidden.embed and the layers.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& features, const at::Tensor& isLonger,
                                        backend::Trace& trace) const;

private:
    // Two 1 x 1 convolutions with norms.
    struct Squeeze {
        at::Tensor downWeight;
        at::Tensor downBias;
        BatchNorm downNorm;
        at::Tensor upWeight;
        at::Tensor upBias;
        BatchNorm upNorm;

        [[nodiscard]] static Squeeze load(const WeightScope& scope, int first, const ClapAudioConfig& config);
        [[nodiscard]] at::Tensor operator()(const at::Tensor& values) const;
    };

    [[nodiscard]] at::Tensor fold(const at::Tensor& features) const;
    [[nodiscard]] at::Tensor patches(const at::Tensor& squares, const at::Tensor& isLonger) const;
    [[nodiscard]] at::Tensor fuse(const at::Tensor& whole, const at::Tensor& crops) const;

    ClapAudioConfig m_config;
    BatchNorm m_melNorm;
    at::Tensor m_patchWeight;
    at::Tensor m_patchBias;
    at::Tensor m_cropWeight; // of the crops, three times as wide
    at::Tensor m_cropBias;
    Squeeze m_local;
    Squeeze m_global;
    Norm m_patchNorm;
    SwinStages m_stages;
    Norm m_norm;
};

} // namespace triptych::models::clap
